package org.plumbline.core.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;

/**
 * Fetches one file: into a part beside its place, from where an earlier try ended, and into its
 * place when length and hash are those that the hub named.
 */
final class BlobDownload {
  private static final int BYTES_AT_ONCE = 1 << 18;

  private final HubClient client;
  private final HubModel model;
  private final RemoteFile file;
  private final Path part;
  private final Path blob;
  private final BooleanSupplier stop;
  private final LongConsumer moved;

  /**
   * A download that has not begun.
   *
   * @param model at the commit that the file belongs to
   * @param stop whether it is wanted no longer
   * @param moved hears by how many bytes the part has grown, or shrunk
   */
  BlobDownload(
      HubClient client,
      HubModel model,
      RemoteFile file,
      HubCache cache,
      BooleanSupplier stop,
      LongConsumer moved) {
    this.client = client;
    this.model = model;
    this.file = file;
    this.part = cache.part(model, file);
    this.blob = cache.blob(model, file);
    this.stop = stop;
    this.moved = moved;
  }

  /** How much of a file an earlier try left. */
  static long begun(HubCache cache, HubModel model, RemoteFile file) throws IOException {
    Path part = cache.part(model, file);
    return Files.exists(part) ? Math.min(file.size(), Files.size(part)) : 0;
  }

  /** Fetches what is missing and puts the file in its place. */
  void run(Retries retries) {
    boolean goesOn = Files.exists(part);
    boolean right = attempt(retries);
    if (!right && goesOn) {
      // What an earlier try left may be what is wrong.
      right = attempt(retries);
    }
    if (!right) {
      throw new FailedException(
          ("what came for '%s' of '%s' is not what the hub names: its %s must be %s. "
                  + "Nothing of it was kept; try again, and if it stays so, tell the model's owner")
              .formatted(file.name(), model, file.hash().kind(), file.hash().hex()));
    }
  }

  /** Whether the content is right and in its place; nothing is left of a wrong one. */
  private boolean attempt(Retries retries) {
    try (FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MessageDigest digest = file.hash().digest(file.size());
      Written written = new Written(channel, digest, begin(channel, digest));
      if (written.length < file.size()) {
        retries.run(() -> fill(written, retries));
      }
      if (written.tooLong || !file.hash().agrees(written.digest.digest())) {
        moved.accept(-written.length);
        Files.delete(part);
        return false;
      }
      channel.force(true);
    } catch (IOException e) {
      throw disk(e);
    }
    try {
      DurableFiles.moveInPlace(part, blob);
      return true;
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /** What is in the part, and what a digest has seen of it. */
  private static final class Written {
    private final FileChannel channel;
    private MessageDigest digest;
    private long length;
    private long furthest;
    private boolean tooLong;

    private Written(FileChannel channel, MessageDigest digest, long length) {
      this.channel = channel;
      this.digest = digest;
      this.length = length;
      this.furthest = length;
    }
  }

  /** Shows the digest what an earlier try left; gives its length. */
  private long begin(FileChannel channel, MessageDigest digest) throws IOException {
    if (channel.size() > file.size()) {
      channel.truncate(0);
    }
    channel.position(0);
    ByteBuffer buffer = ByteBuffer.allocate(BYTES_AT_ONCE);
    long length = 0;
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      length += buffer.remaining();
      digest.update(buffer);
      buffer.clear();
    }
    return length;
  }

  /** One connection's worth; an {@link IOException} means that another one may bring the rest. */
  private Written fill(Written written, Retries retries) throws IOException {
    try (HubClient.Content content = client.content(model, file, written.length)) {
      if (content.from() == 0 && written.length > 0) {
        startOver(written);
      }
      byte[] bytes = new byte[BYTES_AT_ONCE];
      InputStream body = content.body();
      for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
        if (stop.getAsBoolean()) {
          throw new StoppedException();
        }
        if (written.length + read > file.size()) {
          written.tooLong = true;
          return written;
        }
        write(written, ByteBuffer.wrap(bytes, 0, read));
        if (written.length > written.furthest) {
          written.furthest = written.length;
          retries.progressed();
        }
      }
    }
    if (written.length < file.size()) {
      throw new IOException(
          "the connection ended after %d of %d bytes".formatted(written.length, file.size()));
    }
    return written;
  }

  private void startOver(Written written) {
    try {
      written.channel.truncate(0);
    } catch (IOException e) {
      throw disk(e);
    }
    moved.accept(-written.length);
    written.digest = file.hash().digest(file.size());
    written.length = 0;
  }

  private void write(Written written, ByteBuffer bytes) {
    int count = bytes.remaining();
    written.digest.update(bytes.duplicate());
    try {
      DurableFiles.writeFully(written.channel, bytes);
    } catch (IOException e) {
      throw disk(e);
    }
    written.length += count;
    moved.accept(count);
  }

  /** The disk's faults are no reason to ask the hub again. */
  private FailedException disk(IOException e) {
    return DurableFiles.failure(
        "write '%s' of '%s' into the cache".formatted(file.name(), model),
        "What has come is kept: make room, or set HF_HUB_CACHE to another disk, and call again",
        e);
  }
}
