package org.plumbline.cli;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that runs command lines and can reach no network: whoever asks for a connection is
 * refused, and written down.
 */
public final class NetworkWatch {
  /** What begins a line of standard output about an attempt. */
  static final String ATTEMPT = "network: ";

  /** What begins a line about a command that did not end well. */
  static final String FAILURE = "failed: ";

  private NetworkWatch() {}

  /** Runs each line of a file; the word {@code connect} instead tries what must be seen. */
  @SuppressWarnings("deprecation") // the one way to see what java.net connects to
  public static void main(String[] arguments) throws Exception {
    Socket.setSocketImplFactory(Refusing::new);
    if (arguments[0].equals("connect")) {
      connect();
      return;
    }
    // One line to talk of, and no more.
    System.setIn(new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8)));
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      Shell.Ended ended = new Shell().run(line.replace("%", "%%"));
      if (ended.code().number() != 0) {
        System.out.println(FAILURE + line + ": " + ended.err());
      }
    }
  }

  private static void connect() throws InterruptedException {
    // Addresses that are kept for documentation: nobody is there.
    try (InputStream in = URI.create("http://192.0.2.1/").toURL().openStream()) {
      System.out.println(in.read());
    } catch (IOException e) {
      // This is what is wanted.
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://192.0.2.2/")).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException | RuntimeException | Error e) {
      // So is this.
    }
  }

  private static ConnectException refuse(String what) {
    System.out.println(ATTEMPT + what);
    for (StackTraceElement element : new Throwable().getStackTrace()) {
      System.out.println(ATTEMPT + "  at " + element);
    }
    return new ConnectException("this process may not use the network");
  }

  /** Stands behind every {@code java.net.Socket}. */
  private static final class Refusing extends SocketImpl {
    @Override
    protected void create(boolean stream) {}

    @Override
    protected void connect(String host, int port) throws IOException {
      throw refuse(host + ":" + port);
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
      throw refuse(address + ":" + port);
    }

    @Override
    protected void connect(SocketAddress address, int timeout) throws IOException {
      throw refuse(address.toString());
    }

    @Override
    protected void bind(InetAddress host, int port) {}

    @Override
    protected void listen(int backlog) throws IOException {
      throw refuse("listening");
    }

    @Override
    protected void accept(SocketImpl s) throws IOException {
      throw refuse("accepting");
    }

    @Override
    protected InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    protected OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    protected int available() {
      return 0;
    }

    @Override
    protected void close() {}

    @Override
    protected void sendUrgentData(int data) {}

    @Override
    public void setOption(int option, Object value) {}

    @Override
    public Object getOption(int option) {
      return 0;
    }

    @Override
    protected FileDescriptor getFileDescriptor() {
      return new FileDescriptor();
    }
  }

  /** Stands behind every channel; named by a system property. */
  public static final class Channels extends SelectorProvider {
    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
      throw refuse("a datagram channel");
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
      throw refuse("a datagram channel");
    }

    @Override
    public Pipe openPipe() throws IOException {
      throw refuse("a pipe");
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
      throw refuse("a selector");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
      throw refuse("a server's channel");
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
      throw refuse("a socket channel");
    }
  }
}
