package dev.kubezap.playground.terminal;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code as lines of half blocks, two modules high each. */
public final class QrDrawing {

  private static final int QUIET = 2;

  private QrDrawing() {}

  /**
   * Draws light modules in the foreground colour, as suits terminals with a dark background.
   *
   * @throws IllegalArgumentException when the text is too long for a QR code
   */
  public static String draw(String text) {
    try {
      var modules = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
      var drawing = new StringBuilder();
      for (var y = -QUIET; y < modules.getHeight() + QUIET; y += 2) {
        for (var x = -QUIET; x < modules.getWidth() + QUIET; x++) {
          drawing.append(block(light(modules, x, y), light(modules, x, y + 1)));
        }
        drawing.append('\n');
      }
      return drawing.toString();
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("no QR code holds so much", tooLong);
    }
  }

  private static char block(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '█' : '▀';
    }
    return lower ? '▄' : ' ';
  }

  private static boolean light(ByteMatrix modules, int x, int y) {
    var inside = x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight();
    return !inside || modules.get(x, y) == 0;
  }
}
