# docker-java, which Testcontainers for Java has inside; its two streams come in any order
"$JAVA" -cp "$JARS" Workload.java $N 2>&1 | grep -v SLF4J | sort
