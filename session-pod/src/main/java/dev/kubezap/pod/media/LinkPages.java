package dev.kubezap.pod.media;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.whatsapp.content.TextContent.LinkPreview;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What pages say of themselves: title, description and picture by Open Graph (ogp.me), else by
 * HTML's own. A page that says nothing, or not in time, has no preview; its message is sent without
 * one.
 */
final class LinkPages {
  private static final Logger LOG = Logger.getLogger(LinkPages.class);

  /** What is read of a page; all that counts is in its head. */
  private static final int LONGEST_HEAD = 512 * 1024;

  /** A file that says that it is longer is no page. */
  private static final long LONGEST_PAGE = 16L << 20;

  /** What is fetched of a page's picture; a small one is made of it. */
  private static final long LARGEST_PICTURE = 8L << 20;

  private static final int LONGEST_TITLE = 300;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final int AT_ONCE = 2;

  private final RemoteFiles remote;
  private final MediaStore store;
  private final ShownPictures pictures;
  private final Duration patience;
  private final Semaphore reading = new Semaphore(AT_ONCE);

  /**
   * @param store has a page's picture while it is made small
   * @param patience for a page and its picture together
   */
  LinkPages(RemoteFiles remote, MediaStore store, ShownPictures pictures, Duration patience) {
    this.remote = remote;
    this.store = store;
    this.pictures = pictures;
    this.patience = patience;
  }

  /**
   * The preview of a link.
   *
   * @param link as it stands in the text
   */
  Optional<LinkPreview> preview(String link, URI page) throws InterruptedException {
    long begun = System.nanoTime();
    if (!reading.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    CompletableFuture<Optional<LinkPreview>> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("link-preview")
        .start(
            () -> {
              try {
                answer.complete(read(link, page));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              } finally {
                reading.release();
              }
            });
    try {
      long left = patience.toNanos() - (System.nanoTime() - begun);
      return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // The reading goes on until its connection's own time is over, and holds its place till then.
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a preview failed by a defect", e.getCause());
    }
  }

  private Optional<LinkPreview> read(String link, URI page) {
    byte[] html = head(page);
    if (!new String(html, 0, Math.min(html.length, 256), StandardCharsets.ISO_8859_1)
        .replaceFirst("^\u00EF\u00BB\u00BF", "")
        .stripLeading()
        .startsWith("<")) {
      return Optional.empty();
    }
    Document document = parsed(html, page);
    Optional<String> title =
        first(document, LONGEST_TITLE, "meta[property=og:title]", "meta[name=twitter:title]")
            .or(() -> text(document.title(), LONGEST_TITLE));
    Optional<String> description =
        first(
            document,
            LONGEST_DESCRIPTION,
            "meta[property=og:description]",
            "meta[name=description]");
    return title.map(
        said -> new LinkPreview(link, Optional.of(said), description, picture(document)));
  }

  /** The beginning of a page, up to the end of its head; empty when it cannot be had. */
  private byte[] head(URI page) {
    Head head = new Head();
    try {
      remote.get(page, LONGEST_PAGE, tooLarge(), head);
    } catch (ProblemException e) {
      // What came until then counts: the reading is also ended by a head that is complete.
      return head.complete ? head.toByteArray() : new byte[0];
    }
    return head.toByteArray();
  }

  /** Ends the reading when the head is complete, or too long. */
  private static final class Head extends ByteArrayOutputStream {
    private boolean complete;

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      int from = Math.max(0, size() - "</head".length());
      super.write(bytes, offset, Math.min(length, LONGEST_HEAD - size()));
      String come = new String(buf, from, count - from, StandardCharsets.ISO_8859_1);
      int end = come.toLowerCase(Locale.ROOT).indexOf("</head");
      if (end >= 0) {
        count = from + end;
      }
      complete = end >= 0 || count >= LONGEST_HEAD;
      if (complete) {
        throw new ProblemException(tooLarge());
      }
    }
  }

  private static Document parsed(byte[] html, URI page) {
    try {
      return Jsoup.parse(new ByteArrayInputStream(html), null, page.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("a page in memory cannot fail to be read", e);
    }
  }

  private static Optional<String> first(Document document, int longest, String... names) {
    for (String name : names) {
      Element meta = document.selectFirst(name);
      Optional<String> said = meta == null ? Optional.empty() : text(meta.attr("content"), longest);
      if (said.isPresent()) {
        return said;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(String said, int longest) {
    String plain = said.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (plain.codePointCount(0, plain.length()) > longest) {
      plain = plain.substring(0, plain.offsetByCodePoints(0, longest - 1)) + "…";
    }
    return plain.isEmpty() ? Optional.empty() : Optional.of(plain);
  }

  /** The page's picture, made small. */
  private ByteString picture(Document document) {
    Element meta = document.selectFirst("meta[property=og:image]");
    String address = meta == null ? "" : meta.absUrl("content");
    if (address.isEmpty()) {
      return ByteString.EMPTY;
    }
    try {
      URI at = URI.create(address);
      if (at.getHost() == null || !address.startsWith("http")) {
        return ByteString.EMPTY;
      }
      try (SpooledFile picture =
          SpooledFile.of(store, target -> remote.get(at, LARGEST_PICTURE, tooLarge(), target))) {
        return pictures.ofPage(picture);
      }
    } catch (IllegalArgumentException | ProblemException | IOException e) {
      // The page names none that can be had: a preview is complete without it.
      LOG.debugf("A preview has no picture: %s", e.getMessage());
      return ByteString.EMPTY;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ByteString.EMPTY;
    }
  }

  private static Problem tooLarge() {
    return Problem.of(413, "page-too-large", "The page is too large", "No preview is made of it.");
  }
}
