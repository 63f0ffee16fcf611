import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** CompactedGaps BROKERS TOPIC: fills partition 0, waits for the cleaner, prints the offsets left as a JSON list. */
public final class CompactedGaps {
  private static final int KEYS = 5;
  private static final int ROUNDS = 4;
  private static final long SEGMENT_MS = 100;
  private static final long LIMIT_MS = 30_000;

  static void run(String[] args, BufferedReader in, PrintStream out) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = Clients.producer(args[0], null)) {
      long records = 0;
      for (int round = 0; round < ROUNDS; round += 1) {
        send(producer, args[1], "every-round", "round-" + round);
        records += 1;
        for (int key = 0; key < KEYS; key += 1) {
          // Key k appears in the first k+1 rounds only, so that what survives lies apart.
          if (round > key) continue;
          send(producer, args[1], "key-" + key, "round-" + round);
          records += 1;
        }
      }
      // The cleaner leaves the newest segment alone, and a segment only ends when a record comes after its time.
      Thread.sleep(2 * SEGMENT_MS);
      send(producer, args[1], "newest-segment", "end");
      long expected = KEYS + 2;
      out.println(new ObjectMapper().writeValueAsString(cleaned(args, expected, records)));
    }
  }

  private static List<String> cleaned(String[] args, long expected, long records) throws Exception {
    long deadline = System.currentTimeMillis() + LIMIT_MS;
    List<String> offsets = offsets(args);
    while (offsets.size() > expected) {
      if (System.currentTimeMillis() > deadline) {
        throw new IllegalStateException("Not compacted: " + offsets.size() + " of " + records + " records left");
      }
      Thread.sleep(SEGMENT_MS);
      offsets = offsets(args);
    }
    return offsets;
  }

  private static List<String> offsets(String[] args) {
    List<String> offsets = new ArrayList<>();
    TopicReader.read(args[0], args[1], record -> offsets.add(Long.toString(record.offset())));
    return offsets;
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String key, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, 0, bytes(key), bytes(value))).get();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
