import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Judge NAME ARGUMENTS: does one work, reads its input and prints its output.
 * Judge: prints the port at which it does works until its input ends. A connection is a work: a JSON line [NAME,
 * ARGUMENTS...], then its input; the answer is a line "done" or "failed", then the output. A JVM that has to start for a
 * work needs more than a second of CPU for it.
 */
public final class Judge {
  /** Something that only Kafka's own client does, or does as everybody expects it. */
  interface Work {
    void run(String[] args, BufferedReader in, PrintStream out) throws Exception;
  }

  private static final Map<String, Work> WORKS =
      Map.of(
          "CompactedGaps", CompactedGaps::run,
          "InterleavedAborts", InterleavedAborts::run,
          "KeyPartitions", KeyPartitions::run,
          "OpenTransactions", OpenTransactions::run,
          "Produce", Produce::run,
          "ReadCommitted", ReadCommitted::run);

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      serve();
    } else {
      PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false);
      WORKS.get(args[0]).run(Arrays.copyOfRange(args, 1, args.length), reader(System.in), out);
      out.flush();
    }
  }

  private static void serve() throws Exception {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(() -> accept(server));
    accepting.setDaemon(true);
    accepting.start();
    System.out.println(server.getLocalPort());
    // Whoever has started it holds the other end, also when it is killed.
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private static void accept(ServerSocket server) {
    while (true) {
      try {
        Socket socket = server.accept();
        Thread working = new Thread(() -> answer(socket));
        working.setDaemon(true);
        working.start();
      } catch (java.io.IOException closed) {
        return;
      }
    }
  }

  private static void answer(Socket socket) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
    try (socket) {
      boolean done = did(reader(socket.getInputStream()), out);
      out.flush();
      socket.getOutputStream().write((done ? "done\n" : "failed\n").getBytes(StandardCharsets.UTF_8));
      output.writeTo(socket.getOutputStream());
    } catch (java.io.IOException gone) {
      // Nobody waits for the answer any more.
    }
  }

  private static boolean did(BufferedReader in, PrintStream out) {
    try {
      List<String> words = new ArrayList<>();
      for (JsonNode word : new ObjectMapper().readTree(in.readLine())) words.add(word.asText());
      String[] args = words.subList(1, words.size()).toArray(String[]::new);
      WORKS.get(words.get(0)).run(args, in, out);
      return true;
    } catch (Exception error) {
      error.printStackTrace(out);
      return false;
    }
  }

  private static BufferedReader reader(java.io.InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
