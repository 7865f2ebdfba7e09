package org.plumbline.distill.judge;

import static java.util.stream.Collectors.joining;
import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is graded, and what the grades mean.
 *
 * @param dimensions each with a grade of its own
 * @param scale of all grades
 * @param bands what the comprehensive grade means, five sentences from the worst on, by language
 */
public record Rubric(List<Dimension> dimensions, Scale scale, Map<String, List<String>> bands) {

  /** The dimensions of CourseGPT-zh, section 4.1, after AlignBench; the wording is our own. */
  private static final List<Dimension> OF_ANSWERS =
      List.of(
          Dimension.of(
              "factual_accuracy",
              "Factual Accuracy",
              "事实准确性",
              "Whether what the answer says is true and agrees with the facts of the reference. A statement that contradicts the reference, or is invented, weighs heavily.",
              "回答中的信息是否真实、是否与参考答案中的事实一致。与参考答案矛盾或凭空编造的内容应大幅扣分。",
              "accuracy",
              "factual",
              "factuality",
              "factualcorrectness",
              "correctness",
              "事实正确性",
              "准确性",
              "事实性",
              "正确性",
              "事实准确"),
          Dimension.of(
              "user_satisfaction",
              "User Satisfaction",
              "用户满意度",
              "Whether the answer meets the purpose and the needs of the question, as fully and as fittingly as the reference does.",
              "回答是否切合提问的目的与需求，是否像参考答案一样充分而恰当地解决了用户的问题。",
              "satisfaction",
              "userneeds",
              "userneed",
              "满足用户需求",
              "满意度",
              "用户需求",
              "满意程度",
              "用户满意"),
          Dimension.of(
              "clarity",
              "Clarity",
              "清晰度",
              "Whether the answer is well ordered and easy to follow: plain words, a structure that helps, nothing ambiguous.",
              "回答是否条理清楚、易于理解：用词明白，结构合理，没有含糊之处。",
              "clear",
              "readability",
              "清晰性",
              "清晰",
              "清楚程度",
              "明晰度"),
          Dimension.of(
              "condensability",
              "Condensability",
              "精炼度",
              "Whether the answer is succinct: every sentence adds something that the question needs, nothing is said twice, and it is not longer than the reference without giving more.",
              "回答是否简明凝练：每句话都有问题所需的信息，没有重复和冗余，不比参考答案更长却没有提供更多内容。",
              "conciseness",
              "concision",
              "brevity",
              "succinctness",
              "condensation",
              "condensed",
              "concise",
              "简洁性",
              "简洁度",
              "凝练度",
              "精炼性",
              "精炼",
              "简练度",
              "浓缩度",
              "凝练性",
              "精简度"));

  private static final Map<String, List<String>> ANSWER_BANDS =
      Map.of(
          "en",
          List.of(
              "the answer has nothing to do with the question, has a grave factual error, or is harmful",
              "no grave error, but of low quality: it does not meet what the user needs",
              "it meets the question in the main, but is weak in some dimensions",
              "its quality is close to the reference, and good in all dimensions",
              "it clearly surpasses the reference, and is nearly perfect in all dimensions"),
          "zh",
          List.of(
              "回答与问题无关、存在严重事实错误或有害内容",
              "没有严重错误，但质量较低，未满足用户需求",
              "基本满足问题要求，但在部分维度上表现较弱",
              "质量与参考答案相近，各维度均表现良好",
              "明显优于参考答案，各维度接近满分"));

  private static final List<Dimension> OF_QUESTIONS =
      List.of(
          Dimension.of(
              "answerability",
              "Answerability",
              "可答性",
              "Whether the material answers the question, completely and without a guess.",
              "所给材料能否完整地、无需猜测地回答该问题。",
              "answerable",
              "groundedness",
              "可回答性"),
          Dimension.of(
              "usefulness",
              "Usefulness",
              "实用性",
              "Whether a student of the course would ask it, and learns something that matters from its answer.",
              "学习该课程的学生是否会这样提问，并能从答案中学到重要的知识。",
              "useful",
              "relevance",
              "有用性",
              "价值"),
          Dimension.of(
              "clarity",
              "Clarity",
              "清晰度",
              "Whether the question is plain and stands for itself, without pointing at 'the text' or 'this figure'.",
              "问题是否明确、独立成立，不依赖“上文”“该图”之类的指代。",
              "clear",
              "清晰性",
              "清晰",
              "明确性"));

  private static final Map<String, List<String>> QUESTION_BANDS =
      Map.of(
          "en",
          List.of(
              "no question at all, or one that the material does not touch",
              "a question that can hardly be answered from the material or that nobody would ask",
              "a usable question, but weak in some dimensions",
              "a good question in all dimensions",
              "a question that a very good teacher would ask"),
          "zh",
          List.of(
              "不是问题，或与材料无关", "难以根据材料回答，或没有人会这样提问", "可用的问题，但在部分维度上较弱", "各维度均良好的问题", "优秀教师才会提出的问题"));

  public Rubric {
    dimensions = List.copyOf(dimensions);
    bands = Map.copyOf(bands);
    require(!dimensions.isEmpty(), "a rubric needs at least one dimension (got none)");
  }

  /** Four dimensions of an answer beside a reference: CourseGPT-zh, section 4.1. */
  public static Rubric ofAnswers(Scale scale) {
    return new Rubric(OF_ANSWERS, scale, ANSWER_BANDS);
  }

  /** Three dimensions of a question to a paragraph; ours, the paper grades no questions. */
  public static Rubric ofQuestions(Scale scale) {
    return new Rubric(OF_QUESTIONS, scale, QUESTION_BANDS);
  }

  /** One dimension alone. */
  Rubric only(Dimension dimension) {
    return new Rubric(List.of(dimension), scale, bands);
  }

  /** The numbered dimensions with their definitions. */
  String definitions(String language) {
    return IntStream.range(0, dimensions.size())
        .mapToObj(
            i ->
                "%d. %s (\"%s\"): %s"
                    .formatted(
                        i + 1,
                        dimensions.get(i).names().get(language),
                        dimensions.get(i).key(),
                        dimensions.get(i).definitions().get(language)))
        .collect(joining("\n"));
  }

  /** What the grades mean, a line each. */
  String bands(String language) {
    List<String> words = bands.getOrDefault(language, List.of());
    List<String> grades = scale.bands();
    return IntStream.range(0, words.size())
        .mapToObj(i -> "- %s: %s".formatted(grades.get(i), words.get(i)))
        .collect(joining("\n"));
  }

  /** The object that a judge shall write, with what stands in each place. */
  String form(String explanation, String grade) {
    return "{\"reasoning\": \"%s\", %s, \"comprehensive\": %s}"
        .formatted(
            explanation,
            dimensions.stream()
                .map(dimension -> "\"%s\": %s".formatted(dimension.key(), grade))
                .collect(joining(", ")),
            grade);
  }

  /** The JSON schema of that object: reasoning first, so that grades follow from it. */
  ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("reasoning").put("type", "string");
    dimensions.forEach(dimension -> grade(properties.putObject(dimension.key())));
    grade(properties.putObject("comprehensive"));
    var required = schema.putArray("required");
    properties.fieldNames().forEachRemaining(required::add);
    return schema.put("additionalProperties", false);
  }

  private void grade(ObjectNode property) {
    property.put("type", "integer").put("minimum", scale.low()).put("maximum", scale.high());
  }
}
