package dev.grantflow.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands that could not be accepted, as they lie in their topic.
public interface DeadLetters {

  /// Of all partitions. Reads a bounded number of records and takes a bounded time.
  ///
  /// @param max how many at most
  Listing list(Order order, int max);

  /// Of one partition, in the same bounds.
  ///
  /// @param from the offset of the first; where there is none, of the next in that order
  Listing list(int partition, long from, Order order, int max);

  /// Sends the record that was refused to the commands again, with its key and its own headers. May
  /// be repeated: commands take effect once. The dead letter stays where it is.
  Replay replay(int partition, long offset);

  /// From which end of the topic.
  enum Order {
    NEWEST,
    OLDEST
  }

  /// @param at when it was refused
  /// @param grantId its key, where that is one
  /// @param type the command's name, where a header says one
  /// @param reason why it was refused, without what the record says
  /// @param from where it was read, as topic, partition and offset with slashes between
  /// @param bytes of its value
  /// @param omitted which parts of the record are missing in the letter
  record Entry(
      int partition,
      long offset,
      Instant at,
      @Nullable String grantId,
      @Nullable String type,
      @Nullable String reason,
      @Nullable String from,
      int bytes,
      @Nullable String omitted) {}

  /// What a look into the topic brought.
  sealed interface Listing {

    /// @param next the offset from which the partition goes on in the same order; null at its end,
    ///   and where all partitions were asked for
    record Found(List<Entry> entries, @Nullable Long next) implements Listing {
      public Found {
        entries = List.copyOf(entries);
      }

      public Found(List<Entry> entries) {
        this(entries, null);
      }
    }

    /// The topic has no such partition.
    record NoPartition() implements Listing {}

    /// @param why in sentences, with the remedy
    record Away(String why) implements Listing {}
  }

  /// What became of a letter that was to be sent again.
  sealed interface Replay {

    /// Acknowledged by the brokers.
    record Sent(Entry entry) implements Replay {}

    /// There is none at that place, or no more.
    record Unknown() implements Replay {}

    /// The record is not whole in the letter.
    record Incomplete(Entry entry) implements Replay {}

    /// It may have been sent.
    ///
    /// @param why in sentences, with the remedy
    record Away(String why) implements Replay {}
  }
}
