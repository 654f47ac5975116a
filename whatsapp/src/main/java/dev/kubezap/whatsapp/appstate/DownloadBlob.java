package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.media.AskMediaHosts;
import dev.kubezap.whatsapp.proto.ExternalBlobReference;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Gets a file of app state from the service's hosts. */
public final class DownloadBlob implements Step<DownloadBlob.Of, DownloadBlob.Nothing> {
  /** More than the entries of any account take, and bearable in memory. */
  private static final int MOST = 16 << 20;

  /**
   * The input.
   *
   * @param reference an {@code ExternalBlobReference}, encoded
   */
  public record Of(BlobJob job, ByteString reference) {
    /** Hides the key. */
    @Override
    public String toString() {
      return "Of[" + job.collection() + "]";
    }
  }

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public Outcome decide(Work<Of> work, Nothing nothing, Turn turn) {
    if (work.asked() == 0) {
      return Outcome.builder().ask(new Ask(List.of(AskMediaHosts.query()))).build();
    }
    BlobJob job = work.input().job();
    Optional<MediaHosts.Known> hosts =
        work.replies().getFirst() instanceof Reply.Result(var iq)
            ? AskMediaHosts.read(iq)
            : Optional.empty();
    Effect next =
        hosts
            .<Effect>map(known -> download(known, work.input()))
            .orElseGet(() -> new Effect.Enqueue(new StoreBlob.Came(job, Optional.empty())));
    return Outcome.builder().effect(next).build();
  }

  private static Effect download(MediaHosts.Known hosts, Of input) {
    try {
      ExternalBlobReference told = ExternalBlobReference.parseFrom(input.reference());
      return new Effect.Download(
          hosts,
          MediaKind.APP_STATE,
          new MediaReference(
              Optional.empty(),
              told.getFileSizeBytes(),
              told.getFileSha256(),
              told.getFileEncSha256(),
              told.getMediaKey(),
              Optional.of(told.getDirectPath()),
              Optional.empty()),
          MOST,
          content -> new StoreBlob.Came(input.job(), content));
    } catch (InvalidProtocolBufferException e) {
      return new Effect.Enqueue(new StoreBlob.Came(input.job(), Optional.empty()));
    }
  }
}
