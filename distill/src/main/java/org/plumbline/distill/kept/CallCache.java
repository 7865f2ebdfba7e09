package org.plumbline.distill.kept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.budget.Spending;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.CanonicalRequest;
import org.plumbline.distill.llm.ChatOutcome;

/**
 * Answers in an SQLite file, each on disk before it is handed on, so that a process that is killed
 * has lost no answer that had arrived.
 *
 * <p>The table {@code calls} holds one row an answer: the request's hash and sample, the request as
 * JSON, what came, tokens, cost, and which run paid. Any SQLite client reads it.
 */
public final class CallCache implements AutoCloseable {
  /** Of the file's layout; another one is refused. */
  private static final int VERSION = 1;

  private static final int BUSY_MILLIS = 10_000;

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS calls (
        request TEXT NOT NULL, sample INTEGER NOT NULL, model TEXT NOT NULL, question TEXT NOT NULL,
        kind TEXT NOT NULL, text TEXT NOT NULL, problem TEXT NOT NULL,
        prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, cost REAL NOT NULL,
        attempts INTEGER NOT NULL, millis INTEGER NOT NULL, run TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (request, sample)) WITHOUT ROWID""";

  private final Path file;
  private final String run;
  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement insert;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Opens a file, or creates it.
   *
   * @param run who pays for what is added
   * @throws InvalidInputException if it is no such file, or is broken
   * @throws FailedException if another process holds it, or it cannot be written
   */
  public static CallCache open(Path file, String run) {
    return open(file, run, BUSY_MILLIS);
  }

  static CallCache open(Path file, String run, int busyMillis) {
    try {
      Files.createDirectories(DurableFiles.parent(file));
      return new CallCache(file, run, busyMillis);
    } catch (IOException e) {
      throw DurableFiles.failure(
          "create the folder of '%s'".formatted(file), "Name another --cache", e);
    } catch (SQLException e) {
      throw failure(file, "open", e);
    }
  }

  private CallCache(Path file, String run, int busyMillis) throws SQLException {
    this.file = file;
    this.run = run;
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try {
      prepare(file, connection, busyMillis);
      this.find =
          connection.prepareStatement(
              "SELECT model, kind, text, problem, prompt_tokens, completion_tokens FROM calls WHERE request = ? AND sample = ?");
      this.insert =
          connection.prepareStatement(
              "INSERT OR REPLACE INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void prepare(Path file, Connection connection, int busyMillis)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + busyMillis);
      int version = number(statement, "PRAGMA user_version");
      boolean empty = number(statement, "SELECT count(*) FROM sqlite_master") == 0;
      if (!empty && version != VERSION) {
        throw new InvalidInputException(
            "a cache of answers must be a file that Plumbline made (got '%s', an SQLite file of version %d, not %d); name another --cache"
                .formatted(file, version, VERSION));
      }
      // A write-ahead log keeps every committed answer when the process is killed.
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute(TABLE);
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  /** What was answered to this question's sample before. */
  public Optional<ChatOutcome> find(CanonicalRequest request, int sample) {
    return locked(
        "read",
        () -> {
          find.setString(1, request.hash());
          find.setInt(2, sample);
          try (ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(outcome(request, sample, row)) : Optional.empty();
          }
        });
  }

  private static ChatOutcome outcome(CanonicalRequest request, int sample, ResultSet row)
      throws SQLException {
    KeptOutcome kept = new KeptOutcome(row.getString(2), row.getString(3), row.getString(4));
    return kept.outcome(
        new CallReceipt(
            request.key(sample), row.getString(1), row.getInt(5), row.getInt(6), 0, 0, 0));
  }

  /** Keeps what is worth it of the answers from sample {@code first} on, all or none of them. */
  public void keep(CanonicalRequest request, int first, List<ChatOutcome> outcomes) {
    locked(
        "write",
        () -> {
          connection.setAutoCommit(false);
          try {
            for (int i = 0; i < outcomes.size(); i++) {
              if (KeptOutcome.worthKeeping(outcomes.get(i))) {
                insert(request, first + i, outcomes.get(i));
              }
            }
            connection.commit();
          } catch (SQLException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
          return Optional.empty();
        });
  }

  private void insert(CanonicalRequest request, int sample, ChatOutcome outcome)
      throws SQLException {
    KeptOutcome kept = KeptOutcome.of(outcome);
    CallReceipt receipt = outcome.receipt();
    int at = 1;
    insert.setString(at++, request.hash());
    insert.setInt(at++, sample);
    insert.setString(at++, receipt.model());
    insert.setString(at++, request.json());
    insert.setString(at++, kept.kind());
    insert.setString(at++, kept.text());
    insert.setString(at++, kept.problem());
    insert.setInt(at++, receipt.promptTokens());
    insert.setInt(at++, receipt.completionTokens());
    insert.setDouble(at++, receipt.cost());
    insert.setInt(at++, receipt.attempts());
    insert.setLong(at++, receipt.millis());
    insert.setString(at++, run);
    insert.setString(at, Instant.now().toString());
    insert.executeUpdate();
  }

  /** What this run has paid for the answers in here. */
  public Spending spent() {
    return locked(
        "read",
        () -> {
          try (PreparedStatement sum =
              connection.prepareStatement(
                  "SELECT total(cost), total(prompt_tokens + completion_tokens) FROM calls WHERE run = ?")) {
            sum.setString(1, run);
            try (ResultSet row = sum.executeQuery()) {
              return row.next() ? new Spending(row.getDouble(1), row.getLong(2)) : Spending.NOTHING;
            }
          }
        });
  }

  /**
   * What this run has paid to each model for the answers in here, in the unit of its price list.
   */
  public Map<String, Double> paid() {
    return locked(
        "read",
        () -> {
          Map<String, Double> paid = new TreeMap<>();
          try (PreparedStatement sums =
              connection.prepareStatement(
                  "SELECT model, total(cost) FROM calls WHERE run = ? GROUP BY model")) {
            sums.setString(1, run);
            try (ResultSet rows = sums.executeQuery()) {
              while (rows.next()) {
                paid.put(rows.getString(1), rows.getDouble(2));
              }
            }
          }
          return paid;
        });
  }

  /** How many answers of each model are in here. */
  public Map<String, Long> statistics() {
    return locked(
        "read",
        () -> {
          Map<String, Long> counts = new TreeMap<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery("SELECT model, count(*) FROM calls GROUP BY model")) {
            while (rows.next()) {
              counts.put(rows.getString(1), rows.getLong(2));
            }
          }
          return counts;
        });
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> T locked(String doing, Work<T> work) {
    lock.lock();
    try {
      return work.run();
    } catch (SQLException e) {
      throw failure(file, doing, e);
    } finally {
      lock.unlock();
    }
  }

  private static RuntimeException failure(Path file, String doing, SQLException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("SQLITE_NOTADB") || said.contains("SQLITE_CORRUPT")) {
      return new InvalidInputException(
          "a cache of answers must be a whole SQLite file (got '%s', which is broken or something else); move it away, or name another --cache. Answers in it may be saved with 'sqlite3 FILE .recover'"
              .formatted(file),
          e);
    }
    if (said.contains("SQLITE_BUSY") || said.contains("SQLITE_LOCKED")) {
      return new FailedException(
          "another process holds the cache '%s' for longer than %d s. Wait for it, or name another --cache"
              .formatted(file, BUSY_MILLIS / 1000),
          e);
    }
    return new FailedException(
        "could not %s the cache '%s': %s. Answers before that are kept; make room, or name another --cache"
            .formatted(doing, file, said),
        e);
  }

  @Override
  public void close() {
    locked(
        "close",
        () -> {
          connection.close();
          return Optional.empty();
        });
  }
}
