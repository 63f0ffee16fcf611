import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** ReadCommitted BROKERS TOPIC: a JSON line per record. */
public final class ReadCommitted {
  private static final ObjectMapper JSON = new ObjectMapper();

  static void run(String[] args, BufferedReader in, PrintStream out) {
    TopicReader.read(args[0], args[1], record -> out.println(line(record)));
  }

  private static String line(ConsumerRecord<byte[], byte[]> record) {
    List<List<String>> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      List<String> pair = new ArrayList<>();
      pair.add(header.key());
      pair.add(base64(header.value()));
      headers.add(pair);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("partition", record.partition());
    fields.put("offset", Long.toString(record.offset()));
    fields.put("key", base64(record.key()));
    fields.put("value", base64(record.value()));
    fields.put("headers", headers);
    try {
      return JSON.writeValueAsString(fields);
    } catch (com.fasterxml.jackson.core.JsonProcessingException error) {
      throw new IllegalStateException(error);
    }
  }

  private static String base64(byte[] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }
}
