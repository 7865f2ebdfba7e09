package org.plumbline.core.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Which names that come from outside may become files of a folder. */
public final class FileNames {
  private static final int LONGEST = 255;

  /** What separates folders here or elsewhere, and what no file system or terminal likes. */
  private static final Pattern REFUSED = Pattern.compile("[/\\\\:\\p{Cntrl}]");

  private FileNames() {}

  /** Whether this is the name of one file, and leads nowhere else. */
  public static boolean isPlain(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST
        && !name.equals(".")
        && !name.equals("..")
        && !REFUSED.matcher(name).find()
        && isPath(name);
  }

  /** Half a character of UTF-16 is a Java text, but no path. */
  private static boolean isPath(String name) {
    try {
      return Path.of(name).getNameCount() == 1;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether a path of names separated by {@code /} stays inside the folder it starts from. */
  public static boolean staysInside(String path) {
    return Arrays.stream(path.split("/", -1)).allMatch(FileNames::isPlain);
  }
}
