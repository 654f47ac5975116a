package dev.kubezap.pod.picture;

import com.google.protobuf.ByteString;
import com.twelvemonkeys.image.ResampleOp;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jboss.logging.Logger;

/**
 * Makes small JPEGs of JPEGs, PNGs and lossy WebPs, one at a time: what decoding may cost is
 * decided by {@link PictureHead}, and of a large picture only every so many pixels are kept. Safe
 * for use by several threads.
 */
public final class PictureScaler {
  private static final Logger LOG = Logger.getLogger(PictureScaler.class);
  private static final Set<String> FORMATS = Set.of("jpeg", "png", "webp");

  /** Of more pixels in a row than these only some are kept, unless more are wanted. */
  private static final int KEPT = 800;

  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * All of the picture.
   *
   * @param longest of its sides, in pixels; a smaller picture is not made larger
   * @param quality from 0 to 1
   * @return empty when it is no picture that is read here, is too large, or is damaged
   */
  public Optional<SmallPicture> within(Path file, int longest, float quality)
      throws IOException, InterruptedException {
    return small(file, quality, head -> new Rectangle(head.width(), head.height()), longest);
  }

  /**
   * The square in its middle.
   *
   * @param side in pixels; a smaller picture is not made larger
   * @param quality from 0 to 1
   * @return empty when it is no picture that is read here, is too large, or is damaged
   */
  public Optional<SmallPicture> square(Path file, int side, float quality)
      throws IOException, InterruptedException {
    return small(file, quality, PictureScaler::middle, side);
  }

  private static Rectangle middle(PictureHead head) {
    int side = Math.min(head.width(), head.height());
    return new Rectangle((head.width() - side) / 2, (head.height() - side) / 2, side, side);
  }

  /** Which part of a picture is wanted. */
  private interface Part {
    Rectangle of(PictureHead head);
  }

  private Optional<SmallPicture> small(Path file, float quality, Part part, int longest)
      throws IOException, InterruptedException {
    Optional<PictureHead> head = PictureHead.of(file);
    if (head.isEmpty() || !head.get().isDecodable()) {
      return Optional.empty();
    }
    turn.lockInterruptibly();
    try {
      BufferedImage decoded = decoded(file, head.get(), part.of(head.get()), longest);
      BufferedImage scaled = scaled(PlainPixels.of(decoded), longest);
      BufferedImage shown = PlainPixels.turned(scaled, head.get().turn());
      return Optional.of(
          new SmallPicture(
              jpeg(shown, quality), head.get().shownWidth(), head.get().shownHeight()));
    } catch (IOException | RuntimeException e) {
      // The picture is a stranger's: decoders say in either way that it is damaged.
      LOG.debugf("A picture cannot be made small: %s", e);
      return Optional.empty();
    } finally {
      turn.unlock();
    }
  }

  private static BufferedImage decoded(Path file, PictureHead head, Rectangle part, int longest)
      throws IOException {
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      ImageReader reader = reader(in);
      try {
        reader.setInput(in, true, true);
        if (reader.getWidth(0) != head.width() || reader.getHeight(0) != head.height()) {
          throw new IOException("it says two sizes");
        }
        ImageReadParam param = reader.getDefaultReadParam();
        int step = Math.ceilDiv(Math.max(part.width, part.height), Math.max(KEPT, 2 * longest));
        param.setSourceRegion(part);
        param.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, param);
      } finally {
        reader.dispose();
      }
    }
  }

  private static ImageReader reader(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
    }
    throw new IOException("no decoder takes it");
  }

  private static BufferedImage scaled(BufferedImage image, int longest) {
    int most = Math.max(image.getWidth(), image.getHeight());
    if (most <= longest) {
      return image;
    }
    int width = Math.max(1, Math.round((float) image.getWidth() * longest / most));
    int height = Math.max(1, Math.round((float) image.getHeight() * longest / most));
    return new ResampleOp(width, height, ResampleOp.FILTER_BOX).filter(image, null);
  }

  private static ByteString jpeg(BufferedImage image, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteString.Output bytes = ByteString.newOutput();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteString();
  }
}
