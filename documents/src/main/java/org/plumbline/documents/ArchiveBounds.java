package org.plumbline.documents;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.plumbline.core.file.DurableFiles;

/**
 * Looks through a ZIP archive before anybody unpacks it: how many entries it has, and how large
 * they really become, whatever its directory says.
 */
final class ArchiveBounds {
  static final int MOST_ENTRIES = 10_000;
  static final long MOST_BYTES = 512L << 20;

  private ArchiveBounds() {}

  /**
   * Checks a file.
   *
   * @param kind what messages call such a file
   * @param part an entry that files of the kind have
   * @throws org.plumbline.core.error.InvalidInputException if it is no archive, has no such entry,
   *     or is beyond the bounds
   */
  static void check(Path file, String kind, String part) {
    Set<String> names = new HashSet<>();
    long bytes = 0;
    try (ZipFile archive = new ZipFile(file.toFile())) {
      requireBound(archive.size() <= MOST_ENTRIES, file, kind, "%,d entries", MOST_ENTRIES);
      for (Enumeration<? extends ZipEntry> all = archive.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        names.add(entry.getName());
        bytes += unpacked(archive, entry, MOST_BYTES - bytes);
        requireBound(bytes <= MOST_BYTES, file, kind, "%,d MB when unpacked", MOST_BYTES >> 20);
      }
    } catch (IOException e) {
      throw TikaReading.broken(kind, file, DurableFiles.reason(e), e);
    }
    require(
        names.contains(part),
        "%s must hold '%s'; '%s' is another archive; give the file a name that says what it is",
        kind,
        part,
        file);
  }

  private static void requireBound(boolean holds, Path file, String kind, String bound, long most) {
    require(
        holds,
        "%s may have at most %s, and '%s' has more; is it made to fill the disk? If not, cut it into parts",
        kind,
        bound.formatted(most),
        file);
  }

  /** Bytes of an entry, counted up to one more than the most. */
  private static long unpacked(ZipFile archive, ZipEntry entry, long most) throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = archive.getInputStream(entry)) {
      for (int read = in.read(buffer); read >= 0 && bytes <= most; read = in.read(buffer)) {
        bytes += read;
      }
    }
    return bytes;
  }
}
