package dev.kubezap.pod.picture;

import com.google.protobuf.ByteString;

/**
 * A JPEG that was made of a picture.
 *
 * @param jpeg without anything that stood beside the picture, such as where it was taken
 * @param width of the whole picture as it is shown, in pixels
 * @param height of the whole picture as it is shown, in pixels
 */
public record SmallPicture(ByteString jpeg, int width, int height) {

  /** Leaves out what it shows. */
  @Override
  public String toString() {
    return "SmallPicture[" + jpeg.size() + " bytes]";
  }
}
