package dev.kubezap.pod.qr;

/** Draws a QR code as SVG: one path, one unit a square. */
public final class SvgQr {

  private SvgQr() {}

  /** The document. */
  public static String draw(QrMatrix matrix) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < matrix.size(); y++) {
      int x = 0;
      while (x < matrix.size()) {
        int start = x;
        while (x < matrix.size() && matrix.dark(x, y)) {
          x++;
        }
        if (x > start) {
          path.append('M').append(start).append(' ').append(y).append('h').append(x - start);
          path.append("v1h-").append(x - start).append('z');
        } else {
          x++;
        }
      }
    }
    int size = matrix.size();
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">\
        <rect width="%d" height="%d" fill="#fff"/><path d="%s"/></svg>
        """
        .formatted(size, size, size, size, path);
  }
}
