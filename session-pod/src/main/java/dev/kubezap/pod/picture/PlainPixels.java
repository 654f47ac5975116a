package dev.kubezap.pod.picture;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Decoded pixels as plain red, green and blue, without a profile, transparent ones on white. By
 * hand and not by Graphics2D, which looks for fonts and a screen.
 */
final class PlainPixels {
  private static final int WHITE = 255;

  private PlainPixels() {}

  /** The same picture. */
  static BufferedImage of(BufferedImage image) {
    ColorModel model = image.getColorModel();
    boolean samples =
        model instanceof ComponentColorModel
            && model.getNumComponents() <= 4
            && (model.getTransferType() == DataBuffer.TYPE_BYTE
                || model.getTransferType() == DataBuffer.TYPE_USHORT)
            && model.getNumColorComponents() != 4;
    BufferedImage plain = empty(image.getWidth(), image.getHeight());
    int[] line = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      if (samples) {
        line(image.getRaster(), model, y, line);
      } else {
        image.getRGB(0, y, line.length, 1, line, 0, line.length);
      }
      for (int x = 0; x < line.length; x++) {
        line[x] = onWhite(line[x]);
      }
      plain.setRGB(0, y, line.length, 1, line, 0, line.length);
    }
    return plain;
  }

  /**
   * The samples as they were stored: to convert them by their profile takes long, and the JDK shows
   * grey ones too bright.
   */
  private static void line(Raster raster, ColorModel model, int y, int[] line) {
    int bands = raster.getNumBands();
    int shift = model.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    int[] pixel = new int[bands];
    for (int x = 0; x < line.length; x++) {
      raster.getPixel(x, y, pixel);
      int red = pixel[0] >> shift;
      int green = bands < 3 ? red : pixel[1] >> shift;
      int blue = bands < 3 ? red : pixel[2] >> shift;
      int alpha = model.hasAlpha() ? pixel[bands - 1] >> shift : WHITE;
      line[x] = alpha << 24 | red << 16 | green << 8 | blue;
    }
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    return blend(argb >> 16 & 0xFF, alpha) << 16
        | blend(argb >> 8 & 0xFF, alpha) << 8
        | blend(argb & 0xFF, alpha);
  }

  private static int blend(int sample, int alpha) {
    return (sample * alpha + WHITE * (WHITE - alpha)) / WHITE;
  }

  /** The same picture as it is shown. */
  static BufferedImage turned(BufferedImage image, Turn turn) {
    if (turn == Turn.NONE) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage shown = turn.isSideways() ? empty(height, width) : empty(width, height);
    for (int y = 0; y < shown.getHeight(); y++) {
      for (int x = 0; x < shown.getWidth(); x++) {
        int stored = image.getRGB(turn.column(x, y, width, height), turn.line(x, y, width, height));
        shown.setRGB(x, y, stored);
      }
    }
    return shown;
  }

  private static BufferedImage empty(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
  }
}
