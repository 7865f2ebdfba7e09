package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.options.Option;
import org.plumbline.lm.text.BpeOptions;
import org.plumbline.lm.text.BpeTrainer;
import org.plumbline.lm.text.BpeVocabulary;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb tokenizer train}: a byte-level BPE vocabulary from texts. */
public final class TokenizerTrain implements StageCommand<TokenizerTrain.Options> {

  /** Where the texts are and how large the vocabulary becomes. */
  public record Options(
      @Option(
              value = "texts: .jsonl (column text), .txt (a document a line), -, embedded:NAME",
              required = true)
          String data,
      @Option(inline = true) RowOptions rows,
      @Option("tokens in all, the 256 bytes and special tokens among them") int vocabularySize,
      @Option("how often a pair must occur to become a token") int minFrequency,
      @Option("tokens that no text makes, as marks of a chat template")
          List<String> specialTokens) {
    public Options {
      specialTokens = List.copyOf(specialTokens);
      new BpeOptions(vocabularySize, minFrequency, specialTokens);
    }

    BpeOptions bpe() {
      return new BpeOptions(vocabularySize, minFrequency, specialTokens);
    }
  }

  /** What came out. */
  record Trained(String folder, int tokens, long texts, double bytesPerToken, String hash) {}

  @Override
  public Options defaults() {
    return new Options("", RowOptions.DEFAULT, 4096, 2, List.of());
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--data embedded:corpus-train --vocabulary-size 4096 --out runs/tokenizer",
        "--data notes.txt --vocabulary-size 1000 --out runs/small-tokenizer");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    List<String> texts = context.sources().texts(options.data(), options.rows());
    return Plan.empty()
        .with("texts", "%,d", texts.size())
        .with("characters", "%,d", texts.stream().mapToLong(String::length).sum())
        .with("tokens", "%,d at most", options.bpe().vocabularySize());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    BpeOptions bpe = options.bpe();
    List<String> texts = context.sources().texts(options.data(), options.rows());
    context.console().say("%,d texts, %d tokens wanted", texts.size(), bpe.vocabularySize());
    BpeVocabulary vocabulary = BpeTrainer.train(texts.stream(), bpe);
    vocabulary.writeTo(context.run().path());
    if (vocabulary.size() < bpe.vocabularySize()) {
      context
          .console()
          .warn(
              "the texts gave only %d tokens: no further pair occurs %d times"
                  .formatted(vocabulary.size(), options.minFrequency()));
    }
    try (Tokenizer tokenizer = vocabulary.tokenizer()) {
      double bytesPerToken = bytesPerToken(tokenizer, texts);
      String folder = context.run().path().toString();
      return new Result(
          new Trained(folder, vocabulary.size(), texts.size(), bytesPerToken, tokenizer.hash()),
          "%s: %,d tokens, %.2f bytes of text a token"
              .formatted(folder, vocabulary.size(), bytesPerToken));
    }
  }

  private static double bytesPerToken(Tokenizer tokenizer, List<String> texts) {
    List<String> some = texts.subList(0, Math.min(texts.size(), 2000));
    long bytes =
        some.stream()
            .mapToLong(t -> t.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
            .sum();
    long tokens = tokenizer.encodeLiteral(some).stream().mapToLong(ids -> ids.length).sum();
    require(tokens > 0, "the texts must hold some character, but are empty");
    return (double) bytes / tokens;
  }
}
