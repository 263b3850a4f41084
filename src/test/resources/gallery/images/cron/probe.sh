# cron: jobs of root and of users; output to process 1's
docker run -d --name $N $I >/dev/null
for i in $(seq 75); do docker exec $N test -s /var/log/job.log && break; sleep 1; done
docker exec $N cat /var/log/job.log; sleep 1; docker logs $N
