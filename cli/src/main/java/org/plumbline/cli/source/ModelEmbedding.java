package org.plumbline.cli.source;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.align.reward.LengthBatches;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.dedup.TextEmbedding;
import org.plumbline.lm.encoder.Encoder;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.SentencePooling;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.text.Tokenizer;

/** The vectors that an encoder of sentences gives texts, in this process. */
public final class ModelEmbedding implements TextEmbedding, AutoCloseable {
  private static final String PROBE = "a";

  private final String name;
  private final Encoder encoder;
  private final Tokenizer tokenizer;
  private final SentencePooling pooling;
  private final int[] before;
  private final int[] after;

  private ModelEmbedding(
      String name, Encoder encoder, Tokenizer tokenizer, SentencePooling pooling) {
    this.name = name;
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.pooling = pooling;
    int[] alone = tokenizer.encode(PROBE);
    int[] whole = tokenizer.encodeWithSpecialTokens(PROBE);
    int begin = 0;
    while (begin < whole.length - alone.length
        && !Arrays.equals(whole, begin, begin + alone.length, alone, 0, alone.length)) {
      begin++;
    }
    before = Arrays.copyOf(whole, begin);
    after = Arrays.copyOfRange(whole, begin + alone.length, whole.length);
  }

  /**
   * Loads the encoder; the caller closes it.
   *
   * @param name what the user calls it
   * @throws InvalidInputException if the model is no encoder, or gives a text no vector that we can
   *     compute
   */
  static ModelEmbedding open(String name, ModelFiles files) {
    ModelFolder folder = ModelFolder.open(files);
    require(
        !folder.isCausalLm() && !folder.isSeq2SeqLm(),
        "texts are compared by an encoder of sentences, and '%s' is none; choose one such as"
            + " bge-small-zh-v1.5 or all-MiniLM-L6-v2",
        name);
    Trunk trunk = folder.trunk();
    try {
      Encoder encoder = (Encoder) trunk;
      SentencePooling pooling = SentencePooling.of(files, encoder.contextLength());
      return new ModelEmbedding(name, encoder, folder.tokenizer(), pooling);
    } catch (RuntimeException e) {
      trunk.close();
      throw e;
    }
  }

  /** How a text's vector is made, and whether the folder says so. */
  public SentencePooling pooling() {
    return pooling;
  }

  @Override
  public String name() {
    return name;
  }

  /** In batches of texts of similar length; texts that are too long are cut at their end. */
  @Override
  public float[][] embed(List<String> texts) {
    List<int[]> ids = tokenizer.encodeLiteral(texts).stream().map(this::whole).toList();
    float[][] vectors = new float[ids.size()][];
    for (int[] part : LengthBatches.of(ids.stream().mapToInt(row -> row.length).toArray())) {
      float[] flat = vectors(Arrays.stream(part).mapToObj(ids::get).toList());
      int width = encoder.width();
      for (int i = 0; i < part.length; i++) {
        vectors[part[i]] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
      }
    }
    return vectors;
  }

  private float[] vectors(List<int[]> rows) {
    TokenBatch batch = new TokenBatch(new ArrayList<>(rows));
    return Scope.inference(
        () -> pooling.pooling().of(encoder.hidden(batch), batch.lengths()).toFloats());
  }

  private int[] whole(int[] text) {
    int room = Math.max(0, pooling.mostTokens() - before.length - after.length);
    int kept = Math.min(text.length, room);
    int[] whole = Arrays.copyOf(before, before.length + kept + after.length);
    System.arraycopy(text, 0, whole, before.length, kept);
    System.arraycopy(after, 0, whole, before.length + kept, after.length);
    return whole;
  }

  @Override
  public void close() {
    tokenizer.close();
    encoder.close();
  }
}
