package dev.kubezap.pod.ownership;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Binds the parameters of one statement after another in a row of statements that are sent
 * together.
 */
public final class Parameters {
  /** Binds the parameters of a statement. */
  @FunctionalInterface
  public interface Binder {
    /** Binds all parameters, in order. */
    void bind(Parameters parameters) throws SQLException;
  }

  private final PreparedStatement statement;
  private int index = 1;

  /** Begins with the first parameter. */
  public Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Binds a bigint. */
  public Parameters number(long value) throws SQLException {
    statement.setLong(index++, value);
    return this;
  }

  /** Binds a text. */
  public Parameters text(@Nullable String value) throws SQLException {
    statement.setString(index++, value);
    return this;
  }

  /** Binds a bytea. */
  public Parameters bytes(byte @Nullable [] value) throws SQLException {
    statement.setBytes(index++, value);
    return this;
  }

  /** Binds a value of a type that the driver knows, such as a UUID or an offset date-time. */
  public Parameters object(@Nullable Object value) throws SQLException {
    if (value == null) {
      statement.setNull(index++, Types.NULL);
    } else {
      statement.setObject(index++, value);
    }
    return this;
  }

  /** Binds an array; elements may be null. */
  public Parameters array(String elementType, @Nullable Object[] values) throws SQLException {
    statement.setArray(index++, statement.getConnection().createArrayOf(elementType, values));
    return this;
  }
}
