package dev.kubezap.pod.qr;

/**
 * Draws a QR code with half blocks, two squares a character; light squares are drawn, so that it
 * can be scanned from a dark terminal.
 */
public final class TerminalQr {

  private TerminalQr() {}

  /** The drawing, each line ended by a line feed. */
  public static String draw(QrMatrix matrix) {
    // Two rings of the quiet zone are enough on a terminal and spare four lines.
    int margin = 2;
    StringBuilder drawing = new StringBuilder();
    for (int y = margin; y < matrix.size() - margin; y += 2) {
      for (int x = margin; x < matrix.size() - margin; x++) {
        boolean top = !matrix.dark(x, y);
        boolean bottom = y + 1 < matrix.size() - margin && !matrix.dark(x, y + 1);
        drawing.append(top ? (bottom ? '█' : '▀') : (bottom ? '▄' : ' '));
      }
      drawing.append('\n');
    }
    return drawing.toString();
  }
}
