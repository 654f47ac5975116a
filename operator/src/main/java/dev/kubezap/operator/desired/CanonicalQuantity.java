package dev.kubezap.operator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes quantities as the API server stores them: no fraction, the largest suffix that loses
 * nothing. Another spelling of the same quantity would look like drift for ever.
 */
public final class CanonicalQuantity {

  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  private static final BigInteger KIBI = BigInteger.valueOf(1024);
  private static final BigInteger KILO = BigInteger.valueOf(1000);

  private CanonicalQuantity() {}

  /**
   * The canonical form.
   *
   * @throws IllegalArgumentException when the text is no quantity
   */
  public static Quantity of(String text) {
    Quantity quantity = Quantity.parse(text);
    BigDecimal value = quantity.getNumericalAmount();
    boolean whole = value.stripTrailingZeros().scale() <= 0;
    if (quantity.getFormat().endsWith("i")
        && whole
        && value.abs().compareTo(new BigDecimal(KIBI)) >= 0) {
      return shortened(value.toBigIntegerExact(), KIBI, BINARY, 0);
    }
    // Nothing smaller than a billionth can be expressed; the API server rounds up, too.
    BigInteger billionths =
        value.scaleByPowerOfTen(9).setScale(0, java.math.RoundingMode.CEILING).toBigIntegerExact();
    return billionths.signum() == 0 ? new Quantity("0") : shortened(billionths, KILO, DECIMAL, 0);
  }

  private static Quantity shortened(
      BigInteger start, BigInteger base, String[] suffixes, int first) {
    BigInteger number = start;
    int suffix = first;
    while (suffix < suffixes.length - 1 && number.mod(base).signum() == 0) {
      number = number.divide(base);
      suffix++;
    }
    return new Quantity(number.toString(), suffixes[suffix]);
  }
}
