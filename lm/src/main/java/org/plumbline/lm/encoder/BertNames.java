package org.plumbline.lm.encoder;

/**
 * What the weights of a BERT's blocks are called.
 *
 * @param blocks what comes before a block's number
 * @param query module of the queries within a block; so for the others
 */
public record BertNames(
    String blocks,
    String query,
    String key,
    String value,
    String output,
    String attentionNorm,
    String inner,
    String outer,
    String outerNorm) {
  /** Those of BERT and RoBERTa. */
  public static final BertNames BERT =
      new BertNames(
          "encoder.layer.",
          "attention.self.query",
          "attention.self.key",
          "attention.self.value",
          "attention.output.dense",
          "attention.output.LayerNorm",
          "intermediate.dense",
          "output.dense",
          "output.LayerNorm");

  /** Those of DistilBERT. */
  public static final BertNames DISTILBERT =
      new BertNames(
          "transformer.layer.",
          "attention.q_lin",
          "attention.k_lin",
          "attention.v_lin",
          "attention.out_lin",
          "sa_layer_norm",
          "ffn.lin1",
          "ffn.lin2",
          "output_layer_norm");
}
