package org.plumbline.core.hub;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * Models on disk as Hugging Face's libraries keep them, so that both share them: {@code
 * models--ORGANISATION--NAME} with {@code blobs} by hash, {@code snapshots} by commit whose files
 * are links to blobs, and {@code refs} from branches to commits.
 *
 * @param root the folder of all models
 */
public record HubCache(Path root) {

  /** Where the environment's variables put it. */
  public static HubCache of(Map<String, String> environment, Path home) {
    for (String variable : new String[] {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
      String given = environment.getOrDefault(variable, "");
      if (!given.isBlank()) {
        return new HubCache(path(given, home));
      }
    }
    return new HubCache(home(environment, home).resolve("hub"));
  }

  /** That of this process's environment. */
  public static HubCache here() {
    return of(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  /** What {@code HF_HOME} means. */
  static Path home(Map<String, String> environment, Path home) {
    String given = environment.getOrDefault("HF_HOME", "");
    if (!given.isBlank()) {
      return path(given, home);
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (caches.isBlank() ? home.resolve(".cache") : path(caches, home)).resolve("huggingface");
  }

  private static Path path(String given, Path home) {
    return given.startsWith("~/") ? home.resolve(given.substring(2)) : Path.of(given);
  }

  /** The folder of a model's version, if it is here. */
  public Optional<Path> snapshot(HubModel model) {
    return commit(model)
        .map(commit -> folder(model).resolve("snapshots").resolve(commit))
        .filter(Files::isDirectory);
  }

  /**
   * The folder that a word names as a model of a hub.
   *
   * @return empty if the word has not the form of one, or the model is not here
   */
  public Optional<Path> find(String word) {
    return HubModel.of(word).flatMap(this::snapshot);
  }

  /**
   * The folder or file that a word names: a path, or where there is none, a model of a hub that is
   * here.
   *
   * @return a path; that nothing lies there, its user finds out
   * @throws InvalidInputException if the word has the form of a model's name, and neither is there
   */
  public Path locate(String word) {
    Path path = Path.of(word);
    Optional<HubModel> model = HubModel.of(word);
    if (Files.exists(path) || model.isEmpty()) {
      return path;
    }
    return snapshot(model.get()).orElseThrow(() -> missing(model.get()));
  }

  private InvalidInputException missing(HubModel model) {
    String revision =
        model.revision().equals(HubModel.MAIN) ? "" : " --revision " + model.revision();
    return new InvalidInputException(
        "there is no '%s': no such folder, and no such model in the cache '%s'; mend the path, or fetch the model with 'plumb pull %s%s'"
            .formatted(model, root, model.id(), revision));
  }

  private Optional<String> commit(HubModel model) {
    if (model.isCommit()) {
      return Optional.of(model.revision());
    }
    Path ref = ref(model);
    if (!Files.isRegularFile(ref)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(ref).strip()).filter(HubModel::isCommit);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(ref, DurableFiles.reason(e)), e);
    }
  }

  Path folder(HubModel model) {
    return root.resolve("models--%s--%s".formatted(model.organisation(), model.name()));
  }

  private Path ref(HubModel model) {
    return folder(model).resolve("refs").resolve(model.revision());
  }

  /** Where a file's content lies under its hash. */
  Path blob(HubModel model, RemoteFile file) {
    return folder(model).resolve("blobs").resolve(file.hash().hex());
  }

  /**
   * What has come of it so far; another name than other libraries use, so that each has its own.
   */
  Path part(HubModel model, RemoteFile file) {
    return folder(model).resolve("blobs").resolve(file.hash().hex() + ".plumb-part");
  }

  /** Whose lock keeps two pulls of one model apart. */
  Path lock(HubModel model) {
    return root.resolve(".locks").resolve(folder(model).getFileName()).resolve("plumb-pull.lock");
  }

  /** Whether a file of this size lies in the snapshot already. */
  boolean has(HubModel model, String commit, RemoteFile file) throws IOException {
    Path place = folder(model).resolve("snapshots").resolve(commit).resolve(file.name());
    return Files.isRegularFile(place) && Files.size(place) == file.size();
  }

  /**
   * Makes files whose blobs are here the snapshot of a commit, and the revision mean that commit;
   * the revision comes last, so that nobody finds a half-made version.
   */
  Path commit(HubModel model, String commit, Iterable<RemoteFile> files) throws IOException {
    Path snapshot = folder(model).resolve("snapshots").resolve(commit);
    for (RemoteFile file : files) {
      if (!has(model, commit, file)) {
        Path place = snapshot.resolve(file.name());
        Files.createDirectories(DurableFiles.parent(place));
        link(place, blob(model, file));
      }
    }
    Files.createDirectories(snapshot);
    DurableFiles.syncFolder(snapshot);
    if (!model.isCommit()) {
      Files.createDirectories(DurableFiles.parent(ref(model)));
      DurableFiles.write(ref(model), commit);
    }
    return snapshot;
  }

  private static void link(Path place, Path blob) throws IOException {
    Path temporary = DurableFiles.temporarySibling(place);
    Files.deleteIfExists(temporary);
    try {
      Files.createSymbolicLink(
          temporary, DurableFiles.parent(place).relativize(blob.toAbsolutePath()));
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // File systems without links get the file itself, as with Hugging Face's library.
      if (!Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      Files.move(blob, place, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
