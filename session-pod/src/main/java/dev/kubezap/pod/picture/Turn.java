package dev.kubezap.pod.picture;

import java.util.Arrays;

/**
 * How a stored picture is to be turned to be shown, by the numbers of Exif (2.32, tag 0x0112):
 * cameras store what the sensor saw, and how they were held.
 */
public enum Turn {
  NONE(1, false),
  MIRRORED(2, false),
  HALF(3, false),
  MIRRORED_HALF(4, false),
  MIRRORED_LEFT(5, true),
  RIGHT(6, true),
  MIRRORED_RIGHT(7, true),
  LEFT(8, true);

  private final int orientation;
  private final boolean sideways;

  Turn(int orientation, boolean sideways) {
    this.orientation = orientation;
    this.sideways = sideways;
  }

  /** Of the number that Exif has; others than 1 to 8 mean nothing. */
  static Turn of(int orientation) {
    return Arrays.stream(values())
        .filter(turn -> turn.orientation == orientation)
        .findFirst()
        .orElse(NONE);
  }

  /** Whether width becomes height. */
  boolean isSideways() {
    return sideways;
  }

  /** Which stored column is shown at a place of a picture of this stored size. */
  int column(int x, int y, int width, int height) {
    return switch (this) {
      case NONE, MIRRORED_HALF -> x;
      case MIRRORED, HALF -> width - 1 - x;
      case MIRRORED_LEFT, RIGHT -> y;
      case MIRRORED_RIGHT, LEFT -> width - 1 - y;
    };
  }

  /** Which stored line is shown there. */
  int line(int x, int y, int width, int height) {
    return switch (this) {
      case NONE, MIRRORED -> y;
      case HALF, MIRRORED_HALF -> height - 1 - y;
      case MIRRORED_LEFT, LEFT -> x;
      case RIGHT, MIRRORED_RIGHT -> height - 1 - x;
    };
  }
}
