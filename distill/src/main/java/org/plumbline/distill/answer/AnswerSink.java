package org.plumbline.distill.answer;

import org.plumbline.distill.step.CallFailure;

/** Where the rows of a run go, in the order of the questions. */
public interface AnswerSink {

  /** A whole answer. */
  void answered(Answer answer);

  /** A question that this teacher gave no whole answer to. */
  void failed(CallFailure failure);
}
