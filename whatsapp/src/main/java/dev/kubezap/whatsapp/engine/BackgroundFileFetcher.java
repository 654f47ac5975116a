package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.media.MediaCheck;
import dev.kubezap.whatsapp.media.MediaKeys;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transfer.MediaTransferException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Gets each file on a thread of its own. */
final class BackgroundFileFetcher implements FileFetcher {
  private static final Logger LOG = System.getLogger(BackgroundFileFetcher.class.getName());

  private final MediaTransfer transfer;

  BackgroundFileFetcher(MediaTransfer transfer) {
    this.transfer = transfer;
  }

  @Override
  public void fetch(Effect.Download wanted, Consumer<Optional<ByteString>> whenDone) {
    Thread.ofVirtual().name("kubezap-file").start(() -> whenDone.accept(file(wanted)));
  }

  private Optional<ByteString> file(Effect.Download wanted) {
    try {
      MediaCheck check = new MediaCheck(wanted.kind(), wanted.file());
      ByteArrayOutputStream sealed = new ByteArrayOutputStream();
      OutputStream checked =
          new OutputStream() {
            @Override
            public void write(int one) {
              write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              check.update(bytes, offset, length);
              sealed.write(bytes, offset, length);
            }
          };
      transfer.download(wanted.hosts(), wanted.file(), wanted.most(), checked);
      long size = check.finish();
      return Optional.of(plain(wanted, sealed.toByteArray(), (int) size));
    } catch (MediaTransferException | AuthenticationException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "a file could not be got: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private static ByteString plain(Effect.Download wanted, byte[] sealed, int size)
      throws AuthenticationException {
    var cipher = MediaKeys.of(wanted.kind(), wanted.file().mediaKey()).decrypting();
    byte[] plain = new byte[sealed.length + 16];
    int count = cipher.update(sealed, 0, sealed.length - MediaKeys.CODE, plain);
    byte[] last = cipher.finish();
    System.arraycopy(last, 0, plain, count, last.length);
    return ByteString.copyFrom(Arrays.copyOf(plain, size));
  }
}
