// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Behaves like a Kubernetes Service: one address, whose new connections go round robin to the
 * replicas that were ready at the last probe. Existing connections stay with their replica.
 */
final class Service implements AutoCloseable {
  private static final int PROBE_PERIOD_MILLIS = 200;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Replica> replicas = new CopyOnWriteArrayList<>();
  private volatile List<Replica> endpoints = List.of();
  private volatile boolean open = true;
  private int turn;

  Service() throws IOException {
    Thread.ofVirtual().start(this::probe);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void add(Replica replica) {
    replicas.add(replica);
  }

  void remove(Replica replica) {
    replicas.remove(replica);
  }

  List<Replica> endpoints() {
    return endpoints;
  }

  private void probe() {
    while (open) {
      endpoints = replicas.stream().filter(Replica::ready).toList();
      try {
        Thread.sleep(PROBE_PERIOD_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void accept() {
    while (open) {
      try {
        Socket client = listener.accept();
        List<Replica> now = endpoints;
        if (now.isEmpty()) {
          client.close();
          continue;
        }
        int port = now.get(turn++ % now.size()).port();
        Thread.ofVirtual().start(() -> join(client, port));
      } catch (IOException e) {
        // the listener was closed, or the client disconnected
      }
    }
  }

  private static void join(Socket client, int port) {
    try {
      Socket replica = new Socket(InetAddress.getLoopbackAddress(), port);
      Thread.ofVirtual().start(() -> copy(client, replica));
      copy(replica, client);
    } catch (IOException e) {
      close(client);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // one side closed; the other is closed below
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // the socket is closed
    }
  }

  @Override
  public void close() throws IOException {
    open = false;
    listener.close();
  }
}
