package dev.kubezap.pod.qr;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/** The squares of a QR code, with the quiet zone of four that scanners expect. */
public final class QrMatrix {
  private static final int QUIET_ZONE = 4;

  private final ByteMatrix squares;

  private QrMatrix(ByteMatrix squares) {
    this.squares = squares;
  }

  /**
   * Encodes a text at error correction level L, as WhatsApp Web does: the fewest squares on a
   * screen that is never dirty.
   */
  public static QrMatrix of(String text) {
    try {
      return new QrMatrix(
          Encoder.encode(
                  text, ErrorCorrectionLevel.L, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
              .getMatrix());
    } catch (WriterException e) {
      throw new IllegalArgumentException("the text is too long for a QR code", e);
    }
  }

  /** Squares on one side, quiet zone included. */
  public int size() {
    return squares.getWidth() + 2 * QUIET_ZONE;
  }

  /** Whether a square is dark; those outside are light. */
  public boolean dark(int x, int y) {
    int column = x - QUIET_ZONE;
    int row = y - QUIET_ZONE;
    return column >= 0
        && row >= 0
        && column < squares.getWidth()
        && row < squares.getHeight()
        && squares.get(column, row) == 1;
  }
}
