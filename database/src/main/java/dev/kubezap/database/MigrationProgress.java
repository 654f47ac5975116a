package dev.kubezap.database;

/** Is told how far a migration has come. */
public interface MigrationProgress {

  /** Tells nobody. */
  MigrationProgress UNTOLD =
      new MigrationProgress() {
        @Override
        public void began(String name, int number, int of) {}

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

  /** No step is under way any more; the last one may have failed. */
  void ended();
}
