package org.plumbline.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.core.error.InvalidInputException;

/** What each token writes, in bytes, as the decoder of a {@code tokenizer.json} spells it. */
final class TokenBytes {
  private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");
  private static final byte[] NOTHING = new byte[0];

  private TokenBytes() {}

  /**
   * The bytes of every id; none for special tokens and ids without a token.
   *
   * @throws InvalidInputException if the decoder joins tokens in a way that is not known
   */
  static byte[][] of(byte[] json, TokenizerFile file, String name) {
    JsonNode decoder;
    JsonNode added;
    try {
      JsonNode root = new JsonMapper().readTree(json);
      decoder = root.path("decoder");
      added = root.path("added_tokens");
    } catch (IOException e) {
      throw new UncheckedIOException("a file that was read before is not JSON", e);
    }
    boolean byteLevel = uses(decoder, "ByteLevel");
    boolean pieces = uses(decoder, "Metaspace") || uses(decoder, "ByteFallback");
    if (!byteLevel && !pieces) {
      throw new InvalidInputException(
          "writing in a given form needs a tokenizer whose tokens are bytes or pieces of text (decoder ByteLevel, Metaspace or ByteFallback), but that of '%s' is %s; take another model, or ask without a schema"
              .formatted(name, decoder.path("type").asText("missing")));
    }
    byte[][] bytes = new byte[file.size()][];
    Arrays.fill(bytes, NOTHING);
    for (Map.Entry<String, Integer> token : file.ids().entrySet()) {
      bytes[token.getValue()] = byteLevel ? ofAlphabet(token.getKey()) : ofPiece(token.getKey());
    }
    // Added tokens are spelled as they are, and special ones write nothing.
    added.forEach(
        token ->
            bytes[token.path("id").asInt()] =
                token.path("special").asBoolean()
                    ? NOTHING
                    : token.path("content").asText().getBytes(StandardCharsets.UTF_8));
    return bytes;
  }

  private static boolean uses(JsonNode decoder, String type) {
    if (decoder.path("type").asText().equals(type)) {
      return true;
    }
    for (JsonNode inside : decoder.path("decoders")) {
      if (uses(inside, type)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ofAlphabet(String token) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < token.length(); i++) {
      int value = ByteAlphabet.value(token.charAt(i));
      if (value < 0) {
        return NOTHING;
      }
      bytes.write(value);
    }
    return bytes.toByteArray();
  }

  private static byte[] ofPiece(String token) {
    Matcher one = BYTE.matcher(token);
    return one.matches()
        ? new byte[] {(byte) Integer.parseInt(one.group(1), 16)}
        : token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
  }
}
