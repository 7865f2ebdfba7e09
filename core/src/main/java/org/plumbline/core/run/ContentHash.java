package org.plumbline.core.run;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The SHA-256 of something's bytes: equal hashes, equal content.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) {

  public ContentHash {
    require(hex.matches("[0-9a-f]{64}"), "a hash has 64 hexadecimal digits (got '%s')", hex);
  }

  /** Of a text in UTF-8. */
  public static ContentHash of(String text) {
    return finished(fresh(), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of all that is left in a stream; the caller closes it. */
  public static ContentHash of(InputStream in) throws IOException {
    MessageDigest digest = fresh();
    update(digest, in);
    return finished(digest, new byte[0]);
  }

  /**
   * Of a file; of a folder, the names and contents of its files, hidden ones left out.
   *
   * @throws InvalidInputException if it cannot be read
   */
  public static ContentHash of(Path path) {
    return of(path, name -> true);
  }

  /**
   * The same of a folder's files with such names alone.
   *
   * @param names whether a file counts, by its path inside the folder, with slashes
   */
  public static ContentHash of(Path path, Predicate<String> names) {
    try {
      return Files.isDirectory(path) ? ofFolder(path, names) : ofFile(path);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(path, DurableFiles.reason(e)), e);
    }
  }

  /** The first 12 digits, for people and file names. */
  public String shortForm() {
    return hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static ContentHash ofFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  private static ContentHash ofFolder(Path folder, Predicate<String> names) throws IOException {
    StringBuilder listing = new StringBuilder();
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files =
          paths.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
      for (Path file : files) {
        String name = file.toString().replace('\\', '/');
        if (!name.startsWith(".") && !name.contains("/.") && names.test(name)) {
          listing.append(ofFile(folder.resolve(file)).hex).append(' ').append(name).append('\n');
        }
      }
    }
    return of(listing.toString());
  }

  private static void update(MessageDigest digest, InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
  }

  private static ContentHash finished(MessageDigest digest, byte[] rest) {
    return new ContentHash(HexFormat.of().formatHex(digest.digest(rest)));
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
