# docker-mailserver: its compose file
compose up -d; echo $?; sleep 1; logs; compose down -v -t 1
