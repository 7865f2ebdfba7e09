package org.plumbline.distill.judge;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Names in replies, folded so that spelling does not matter. */
final class Keys {
  static final List<String> COMPREHENSIVE =
      List.of(
          "comprehensive",
          "overall",
          "total",
          "final",
          "综合",
          "综合得分",
          "综合评分",
          "总分",
          "总评分",
          "总得分",
          "综合分",
          "总体",
          "总体评分",
          "总体得分",
          "最终得分",
          "总评");
  static final List<String> REASONING =
      List.of(
          "reasoning",
          "reason",
          "explanation",
          "analysis",
          "evaluation",
          "comment",
          "rationale",
          "理由",
          "解释",
          "分析",
          "评价",
          "综合评价",
          "推理",
          "说明",
          "评语",
          "评估");

  private Keys() {}

  /** Letters and digits alone, in lower case, without a number before or {@code score} after. */
  static String folded(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("^[\\s(]*\\d+[\\s.)、:]*", "")
            .replaceAll("[^\\p{L}\\p{N}]", "");
    String bare = plain.replaceAll("(score|rating|grade|得分|评分|分数|分)$", "");
    return bare.isEmpty() ? plain : bare;
  }

  static boolean isComprehensive(String folded) {
    return COMPREHENSIVE.contains(folded);
  }

  static boolean isReasoning(String folded) {
    return REASONING.contains(folded);
  }
}
