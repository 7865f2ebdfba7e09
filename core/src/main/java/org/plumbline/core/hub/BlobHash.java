package org.plumbline.core.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash by which a hub names a file's content: SHA-256 of large files, and of those that lie in
 * the git repository itself git's SHA-1, which also covers their length.
 *
 * @param hex 64 or 40 lower-case hexadecimal digits
 */
record BlobHash(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}");

  /** The hash in the value of an {@code ETag} header; empty if it is something else. */
  static Optional<BlobHash> ofEntityTag(String value) {
    String bare = value.strip().replaceFirst("^W/", "").replaceAll("^\"|\"$", "");
    return FORM.matcher(bare).matches() ? Optional.of(new BlobHash(bare)) : Optional.empty();
  }

  /** What it is called. */
  String kind() {
    return isSha256() ? "SHA-256" : "git SHA-1";
  }

  /** A digest that has seen nothing of a content of this many bytes. */
  MessageDigest digest(long size) {
    try {
      MessageDigest digest = MessageDigest.getInstance(isSha256() ? "SHA-256" : "SHA-1");
      if (!isSha256()) {
        digest.update("blob %d\0".formatted(size).getBytes(StandardCharsets.US_ASCII));
      }
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1 and SHA-256", e);
    }
  }

  /** Whether a digest that has seen the whole content agrees. */
  boolean agrees(byte[] digest) {
    return HexFormat.of().formatHex(digest).equals(hex);
  }

  private boolean isSha256() {
    return hex.length() == 64;
  }
}
