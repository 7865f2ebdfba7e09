package org.plumbline.distill.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as it comes, taken piece by piece with a limit on the time of each; one piece
 * waits at most, so memory does not grow with a body that nobody wants.
 */
final class BodyParts implements BodySubscriber<BodyParts>, AutoCloseable {

  private sealed interface Part {
    record Bytes(byte[] bytes) implements Part {}

    record End() implements Part {}

    record Cut(Throwable cause) implements Part {}
  }

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final CompletableFuture<BodyParts> self = CompletableFuture.completedFuture(this);
  private volatile Flow.@Nullable Subscription subscription;

  @Override
  public CompletionStage<BodyParts> getBody() {
    return self;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    byte[] bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
    int at = 0;
    for (ByteBuffer buffer : buffers) {
      int length = buffer.remaining();
      buffer.get(bytes, at, length);
      at += length;
    }
    parts.add(new Part.Bytes(bytes));
  }

  @Override
  public void onError(Throwable cause) {
    parts.add(new Part.Cut(cause));
  }

  @Override
  public void onComplete() {
    parts.add(new Part.End());
  }

  /**
   * The next bytes; empty at the end.
   *
   * @throws BrokenOffException if the connection is cut, or nothing comes in time
   */
  Optional<byte[]> next(Duration patience) throws BrokenOffException, InterruptedException {
    Part part = parts.poll(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
    if (part == null) {
      throw new BrokenOffException("the answer did not come to its end in time");
    }
    return switch (part) {
      case Part.Bytes(byte[] bytes) -> {
        Flow.Subscription open = subscription;
        if (open != null) {
          open.request(1);
        }
        yield Optional.of(bytes);
      }
      case Part.End end -> Optional.empty();
      case Part.Cut(Throwable cause) ->
          throw new BrokenOffException("the connection was cut in the answer", true, cause);
    };
  }

  /** Wants no more; closes the connection unless all has come. */
  @Override
  public void close() {
    Flow.Subscription open = subscription;
    if (open != null) {
      open.cancel();
    }
  }
}
