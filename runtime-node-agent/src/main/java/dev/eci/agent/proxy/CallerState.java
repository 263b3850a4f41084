package dev.eci.agent.proxy;

import dev.eci.agent.log.Log;
import dev.eci.policy.docker.Caller;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one caller's connection, for those who handle it in turn. All of it belongs to
 * the connection's event loop.
 */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class CallerState {
  private static final Log LOG = Log.of(CallerState.class);

  final Parts parts;
  final DuplexChannel channel;
  final Preface preface = new Preface(() -> guarded(() -> switching().http2()));
  final RequestDecoder decoder = new RequestDecoder();
  final ResponseEncoder encoder = new ResponseEncoder();
  @Nullable Caller caller;
  @Nullable Exchange exchange;
  @Nullable EngineConnection engine;

  /** The caller has sent its last byte. */
  boolean inputEnded;

  private final Hearing hearing = new Hearing(this);
  private final Forwarding forwarding = new Forwarding(this);
  private final Answering answering = new Answering(this);
  private final Endings endings = new Endings(this);
  private final Switching switching = new Switching(this);

  CallerState(Parts parts, DuplexChannel channel) {
    this.parts = parts;
    this.channel = channel;
  }

  Hearing hearing() {
    return hearing;
  }

  Forwarding forwarding() {
    return forwarding;
  }

  Answering answering() {
    return answering;
  }

  Switching switching() {
    return switching;
  }

  Endings endings() {
    return endings;
  }

  void goOn(Exchange about) {
    if (about.awaitsContinue) {
      about.awaitsContinue = false;
      channel.writeAndFlush(OwnAnswers.goOn(), channel.voidPromise());
    }
    proceed();
  }

  void proceed() {
    try {
      decoder.proceed();
    } catch (Exception e) {
      LOG.error("a request could not be read", e);
      channel.close();
      return;
    }
    if (engine != null) {
      engine.flush();
    }
    reading();
  }

  void dropEngine() {
    EngineConnection dropped = engine;
    engine = null;
    if (dropped != null) {
      dropped.close();
    }
  }

  void reading() {
    boolean blocked =
        decoder.full()
            || (engine != null
                && exchange != null
                && exchange.rest == Exchange.Rest.FORWARDED
                && engine.active()
                && !engine.writable());
    if (channel.config().isAutoRead() == blocked) {
      channel.config().setAutoRead(!blocked);
    }
  }

  /** On the event loop, if the exchange is still the one that is waited for. */
  void later(Exchange about, Runnable task) {
    channel
        .eventLoop()
        .execute(() -> {
          if (exchange == about && !about.done && channel.isActive()) {
            guarded(task);
          }
        });
  }

  /** Whatever goes wrong, nothing is passed on. */
  void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a request could not be handled", e);
      dropEngine();
      if (exchange != null && !exchange.answered) {
        exchange.keepAlive = false;
        endings.reply(500, Sentences.UNDECIDED);
      } else {
        channel.close();
      }
    }
  }
}
