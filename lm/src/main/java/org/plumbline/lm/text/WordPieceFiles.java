package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** BERT's way to keep a tokenizer: {@code vocab.txt}, a token on each line. */
final class WordPieceFiles {
  private static final int MAX_WORD = 100;

  private WordPieceFiles() {}

  static TokenizerJson read(String lines, JsonNode settings, String name) {
    Map<String, Integer> ids = new HashMap<>();
    // Not by lines(): a token may be one of the other characters that end a line.
    String[] tokens = lines.replace("\r\n", "\n").split("\n");
    for (int id = 0; id < tokens.length; id++) {
      ids.put(tokens[id], id);
    }
    TokenizerJson json = new TokenizerJson(ids);
    String unknown = token(settings, "unk_token", "[UNK]");
    String first = token(settings, "cls_token", "[CLS]");
    String last = token(settings, "sep_token", "[SEP]");
    for (String needed : List.of(unknown, first, last)) {
      require(
          ids.containsKey(needed),
          "vocab.txt of '%s' must have the token %s, but does not; is it BERT's kind of vocabulary?",
          name,
          needed);
      json.addSpecial(Optional.of(needed));
    }
    json.addSpecial(Optional.of(token(settings, "pad_token", "[PAD]")));
    json.addSpecial(Optional.of(token(settings, "mask_token", "[MASK]")));
    json.addFrom(settings);
    ObjectNode model = TokenizerJson.node("WordPiece").put("unk_token", unknown);
    model.put("continuing_subword_prefix", "##").put("max_input_chars_per_word", MAX_WORD);
    ObjectNode vocabulary = model.putObject("vocab");
    ids.forEach(vocabulary::put);
    return json.with("normalizer", normalizer(settings))
        .with("pre_tokenizer", TokenizerJson.node("BertPreTokenizer"))
        .with("post_processor", json.template(List.of(first), List.of(last), 1))
        .with("decoder", TokenizerJson.node("WordPiece").put("prefix", "##").put("cleanup", true))
        .with("model", model)
        .withSpecial(SpecialTokens.of(first, last));
  }

  private static String token(JsonNode settings, String role, String usual) {
    return SpecialTokens.token(settings, role).orElse(usual);
  }

  private static ObjectNode normalizer(JsonNode settings) {
    ObjectNode node = TokenizerJson.node("BertNormalizer").put("clean_text", true);
    node.put("handle_chinese_chars", settings.path("tokenize_chinese_chars").asBoolean(true));
    JsonNode accents = settings.path("strip_accents");
    if (accents.isBoolean()) {
      node.put("strip_accents", accents.booleanValue());
    } else {
      node.putNull("strip_accents");
    }
    return node.put("lowercase", settings.path("do_lower_case").asBoolean(true));
  }
}
