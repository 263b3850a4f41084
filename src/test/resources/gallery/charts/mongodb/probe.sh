# mongodb: one VOLUME covered, one not; a key file that only its user may read
ready statefulset/mongodb; sleep 1; k logs mongodb-0 -c mongodb
