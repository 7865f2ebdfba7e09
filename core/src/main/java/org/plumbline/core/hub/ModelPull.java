package org.plumbline.core.hub;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * Fetches a model from a hub into the cache: several files at once, each going on where an earlier
 * try ended, checked against the hub's hash and length, and visible only when all are there.
 */
public final class ModelPull {
  private final HubSettings settings;
  private final BooleanSupplier stop;
  private final PullListener listener;
  private volatile boolean failed;
  private long done;

  /**
   * What is fetched.
   *
   * @param files which files of it
   * @param parallel how many at once
   */
  public record Options(HubModel model, FileChoice files, int parallel) {
    public Options {
      require(parallel > 0 && parallel <= 64, "parallel must be from 1 to 64 (got %d)", parallel);
    }
  }

  /**
   * What is in the cache now.
   *
   * @param folder with the model's files
   * @param commit that the revision means
   * @param files how many were chosen
   * @param bytes of all of them
   * @param fetched bytes that came in this pull
   */
  public record Pulled(Path folder, String commit, int files, long bytes, long fetched) {}

  /**
   * A pull from this hub.
   *
   * @param stop whether it is wanted no longer; asked often, by several threads
   */
  public ModelPull(HubSettings settings, BooleanSupplier stop, PullListener listener) {
    this.settings = settings;
    this.stop = stop;
    this.listener = listener;
  }

  /**
   * Fetches what is missing.
   *
   * @throws InvalidInputException if there is no such revision, or no file is chosen
   * @throws FailedException if the hub or the disk refuses; what has come is kept
   * @throws InterruptedRunException if it was stopped; what has come is kept
   */
  public Pulled run(Options options) {
    require(
        !settings.offline(),
        "HF_HUB_OFFLINE is set, so nothing is fetched; unset it, or use what is in the cache '%s'",
        settings.cache().root());
    try (HubClient client = new HubClient(settings, this::ended);
        FileChannel lock = lock(options.model())) {
      return run(options, client);
    } catch (StoppedException e) {
      throw new InterruptedRunException(
          "stopped; what has come of '%s' is kept in '%s', and the same command goes on with it"
              .formatted(options.model(), settings.cache().root()));
    } catch (IOException e) {
      throw DurableFiles.failure(
          "use the cache '%s'".formatted(settings.cache().root()),
          "What has come is kept; make room, or set HF_HUB_CACHE to a folder that can be written",
          e);
    }
  }

  private Pulled run(Options options, HubClient client) throws IOException {
    HubModel model = options.model();
    HubCache cache = settings.cache();
    HubClient.Listing listing =
        retries("list '%s'".formatted(model)).run(() -> client.listing(model));
    HubModel exactly = model.at(listing.commit());
    List<RemoteFile> files =
        each(
            options,
            options.files().of(model, listing.names()),
            name ->
                retries("ask for '%s'".formatted(name)).run(() -> client.describe(exactly, name)));
    List<RemoteFile> missing = new ArrayList<>();
    for (RemoteFile file : files) {
      if (!isHere(cache, model, listing.commit(), file)
          && !missing.stream().anyMatch(m -> m.hash().equals(file.hash()))) {
        missing.add(file);
      }
    }
    long total = missing.stream().mapToLong(RemoteFile::size).sum();
    for (RemoteFile file : missing) {
      done += BlobDownload.begun(cache, model, file);
    }
    long before = done;
    requireRoom(model, total - done);
    each(options, missing, file -> fetch(client, exactly, file, total));
    return new Pulled(
        cache.commit(model, listing.commit(), files),
        listing.commit(),
        files.size(),
        files.stream().mapToLong(RemoteFile::size).sum(),
        total - before);
  }

  private static boolean isHere(HubCache cache, HubModel model, String commit, RemoteFile file)
      throws IOException {
    Path blob = cache.blob(model, file);
    return cache.has(model, commit, file)
        || Files.isRegularFile(blob) && Files.size(blob) == file.size();
  }

  private RemoteFile fetch(HubClient client, HubModel model, RemoteFile file, long total) {
    new BlobDownload(
            client,
            model,
            file,
            settings.cache(),
            this::ended,
            bytes -> moved(bytes, total, file.name()))
        .run(retries("fetch '%s'".formatted(file.name())));
    return file;
  }

  private synchronized void moved(long bytes, long total, String file) {
    done += bytes;
    listener.fetched(done, total, file);
  }

  private Retries retries(String doing) {
    return new Retries(doing, settings, this::ended, this::notice);
  }

  private synchronized void notice(String message) {
    listener.notice(message);
  }

  private boolean ended() {
    return failed || stop.getAsBoolean();
  }

  /** Does the same with several things, so many at once; the first failure ends the others. */
  private <T, R> List<R> each(Options options, List<T> things, Function<T, R> work) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            options.parallel(), Thread.ofPlatform().daemon().name("pull-", 1).factory());
    try (threads) {
      List<Future<R>> futures = new ArrayList<>();
      for (T thing : things) {
        futures.add(
            threads.submit(
                () -> {
                  try {
                    return work.apply(thing);
                  } catch (RuntimeException | Error e) {
                    failed = true;
                    throw e;
                  }
                }));
      }
      return results(futures);
    }
  }

  /** All results, or the failure that was the cause of the others. */
  private static <R> List<R> results(List<Future<R>> futures) {
    List<R> results = new ArrayList<>();
    List<Throwable> causes = new ArrayList<>();
    for (Future<R> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        causes.add(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
    }
    for (Throwable cause : causes) {
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof RuntimeException exception && !(exception instanceof StoppedException)) {
        throw exception;
      }
    }
    if (!causes.isEmpty()) {
      throw new StoppedException();
    }
    return results;
  }

  private FileChannel lock(HubModel model) throws IOException {
    Path place = settings.cache().lock(model);
    Files.createDirectories(DurableFiles.parent(place));
    Files.createDirectories(settings.cache().folder(model).resolve("blobs"));
    FileChannel channel =
        FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
    }
    channel.close();
    throw new FailedException(
        "'%s' is being fetched into '%s' already; wait for that to end"
            .formatted(model.id(), settings.cache().root()));
  }

  private void requireRoom(HubModel model, long bytes) throws IOException {
    Path root = settings.cache().root();
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < bytes) {
      throw new FailedException(
          String.format(
              Locale.ROOT,
              "'%s' takes %.1f MB more, and the disk of the cache '%s' has %.1f MB left; make room, or set HF_HUB_CACHE to another disk",
              model,
              bytes / 1e6,
              root,
              free / 1e6));
    }
  }
}
