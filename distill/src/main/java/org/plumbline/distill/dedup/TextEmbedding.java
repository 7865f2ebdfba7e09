package org.plumbline.distill.dedup;

import java.util.List;

/** Gives texts vectors whose cosine says how much they mean the same. */
public interface TextEmbedding {

  /** A name for reports, such as the model's. */
  String name();

  /** A vector for each text, all of one length; of any norm above 0. */
  float[][] embed(List<String> texts);
}
