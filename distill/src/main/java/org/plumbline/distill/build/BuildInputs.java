package org.plumbline.distill.build;

import java.util.List;
import java.util.Map;
import org.plumbline.distill.answer.Answer;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.question.Question;

/**
 * What a corpus is made of.
 *
 * @param paragraphs of the books that the questions are about; may be empty for human pairs alone
 * @param scores the judge's grades by the id of an answer; an answer without one was not graded
 * @param humans pairs that people wrote, by the name of their file
 * @param keepOut pairs for a later test: nothing that is like their questions, or has the name of
 *     one of them, may be in the corpus
 * @param extract whether headings and paragraphs become pairs, too
 * @param translations books that are translations of each other, {@code book=book}
 */
public record BuildInputs(
    List<Paragraph> paragraphs,
    List<Question> questions,
    List<Answer> answers,
    Map<String, Double> scores,
    Map<String, List<HumanPair>> humans,
    List<HumanPair> keepOut,
    boolean extract,
    List<String> translations) {}
