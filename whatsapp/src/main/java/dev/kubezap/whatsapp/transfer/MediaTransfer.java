package dev.kubezap.whatsapp.transfer;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.media.SealedFile;
import dev.kubezap.whatsapp.transfer.MediaTransferException.Reason;
import dev.kubezap.whatsapp.transport.OpenException;
import dev.kubezap.whatsapp.transport.WebClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Brings files to the service's hosts and gets them from there, host after host. In memory is never
 * more than a part of a file. Blocking; interrupting the thread ends a transfer.
 *
 * @param secure whether the hosts speak TLS, as the service's always do
 */
public record MediaTransfer(boolean secure, WebClient web) {
  private static final Map<String, String> HEADERS =
      Map.of("Origin", "https://web.whatsapp.com", "Referer", "https://web.whatsapp.com/");
  private static final int LONGEST_ANSWER = 64 * 1024;

  /**
   * Uploads an encrypted file.
   *
   * @param file the encrypted bytes
   * @return where it is
   * @throws TargetException when the file cannot be read
   */
  public MediaReference upload(
      MediaHosts.Known hosts,
      MediaKind kind,
      SealedFile sealed,
      Path file,
      Optional<String> mimetype)
      throws MediaTransferException {
    UploadAnswer answer = upload(hosts, "/mms/" + kind.place(), sealed.encryptedSha256(), file);
    return sealed.at(mimetype, answer.directPath(), answer.url());
  }

  /**
   * Uploads a file that a channel is to publish, as it is.
   *
   * @param sha256 of it
   * @param file its bytes
   * @return where it is, with its handle
   * @throws TargetException when the file cannot be read
   */
  public MediaReference publish(
      MediaHosts.Known hosts,
      MediaKind kind,
      long size,
      ByteString sha256,
      Path file,
      Optional<String> mimetype)
      throws MediaTransferException {
    UploadAnswer answer = upload(hosts, "/newsletter/newsletter-" + kind.place(), sha256, file);
    if (answer.handle().isEmpty()) {
      throw new MediaTransferException(
          Reason.UNREACHABLE, "the host's answer names no handle for the channel's file");
    }
    return new MediaReference(
        mimetype,
        size,
        sha256,
        ByteString.EMPTY,
        ByteString.EMPTY,
        Optional.of(answer.directPath()),
        answer.url(),
        answer.handle());
  }

  private UploadAnswer upload(MediaHosts.Known hosts, String folder, ByteString sha256, Path file)
      throws MediaTransferException {
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.toByteArray());
    String target = folder + "/" + token + "?auth=" + encoded(hosts.auth()) + "&token=" + token;
    Failures failures = new Failures();
    for (String host : hosts.hosts()) {
      try {
        return post(address(host, target), file, failures);
      } catch (OpenException | IOException e) {
        failures.add(host, e);
      }
    }
    throw failures.unsuccessful("uploaded");
  }

  private UploadAnswer post(URI address, Path file, Failures failures)
      throws OpenException, IOException {
    long length;
    try {
      length = Files.size(file);
    } catch (IOException e) {
      throw new TargetException(e);
    }
    try (InputStream source = opened(file)) {
      return web.exchange(
          new WebClient.Request(
              "POST",
              address,
              with("Content-Type", "application/octet-stream"),
              Optional.of(new WebClient.Body(length, source)),
              length),
          answer -> {
            if (answer.status() / 100 != 2) {
              throw failures.refused(answer.status());
            }
            String json =
                new String(answer.body().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            return UploadAnswer.read(json)
                .orElseThrow(() -> new IOException("the host's answer names no place"));
          });
    }
  }

  private static InputStream opened(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new TargetException(e);
    }
  }

  /**
   * Downloads a file as it is, encrypted. What breaks off is resumed at the next host.
   *
   * @param most how many bytes are taken
   * @param target takes the bytes; what it has when this fails is of no use
   * @throws TargetException when the target fails
   */
  public void download(
      MediaHosts.Known hosts, MediaReference reference, long most, OutputStream target)
      throws MediaTransferException {
    String path =
        MediaPath.of(reference)
            .orElseThrow(
                () ->
                    new MediaTransferException(
                        Reason.INCOMPLETE, "the message names no place of its file"));
    Download download = new Download(target, most);
    Failures failures = new Failures();
    for (String host : hosts.hosts()) {
      try {
        long from = download.taken();
        web.exchange(
            new WebClient.Request(
                "GET",
                address(host, path),
                from == 0 ? HEADERS : with("Range", "bytes=" + from + "-"),
                Optional.empty(),
                most),
            answer -> download.take(answer, failures));
        return;
      } catch (Download.TooLargeException e) {
        throw new MediaTransferException(
            Reason.TOO_LARGE, "the file has more than " + most + " bytes", e);
      } catch (OpenException | IOException e) {
        failures.add(host, e);
      }
    }
    throw failures.unsuccessful("downloaded");
  }

  private URI address(String host, String target) throws IOException {
    try {
      URI address = URI.create((secure ? "https://" : "http://") + host + target);
      if (address.getHost() != null) {
        return address;
      }
      throw new IOException("the host has no name");
    } catch (IllegalArgumentException e) {
      throw new IOException("the place of the file is no address", e);
    }
  }

  private static Map<String, String> with(String header, String value) {
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.put(header, value);
    return headers;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
