package dev.kubezap.database;

/** Is told how far a migration has come. */
public interface MigrationProgress {

  /** Tells nobody. */
  MigrationProgress UNTOLD =
      new MigrationProgress() {
        @Override
        public void began(String name, int number, int of) {}

        @Override
        public void advanced(long done, long expected) {}

        @Override
        public void held() {}

        @Override
        public void ended() {}
      };

  /**
   * A step begins.
   *
   * @param name what it does, such as {@code stored once}
   * @param number its number among the steps that this run has to take, from 1
   * @param of how many there are
   */
  void began(String name, int number, int of);

  /**
   * The step that is under way goes through a table and has come so far.
   *
   * @param done rows
   * @param expected about how many the table has; 0 when the database does not know
   */
  void advanced(long done, long expected);

  /** The step gave way to others, and is tried again. */
  void held();

  /** No step is under way any more; the last one may have failed. */
  void ended();
}
