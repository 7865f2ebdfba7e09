package org.plumbline.core.hub;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Which names that come from outside may become files of a folder. */
final class FileNames {
  private static final int LONGEST = 255;

  /** What separates folders here or elsewhere, and what no file system or terminal likes. */
  private static final Pattern REFUSED = Pattern.compile("[/\\\\:\\p{Cntrl}]");

  private FileNames() {}

  /** Whether this is the name of one file, and leads nowhere else. */
  static boolean isPlain(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST
        && !name.equals(".")
        && !name.equals("..")
        && !REFUSED.matcher(name).find();
  }

  /** Whether a path of names separated by {@code /} stays inside the folder it starts from. */
  static boolean staysInside(String path) {
    return Arrays.stream(path.split("/", -1)).allMatch(FileNames::isPlain);
  }
}
