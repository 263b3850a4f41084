# webpack, nodemon, hot reload: changes on the host are seen in the container; locks and links in binds
mkdir $W/d; echo 1 > $W/d/f; chown -R 1000:1000 $W/d
docker run -d --name $N -u 1000:1000 -v $W/d:/d $I 'touch /d/up; inotifyd - /d:w 2>/dev/null | head -n 1 | cut -f1; echo seen; exec sleep 9' >/dev/null
await "test -f $W/d/up"; for i in 1 2 3 4 5 6 7 8; do sleep 0.3; echo 2 >> $W/d/f; done
logged $N seen; docker logs $N
docker exec $N sh -c 'cd /d; ln f hard; ln -s f soft; mkdir -m 2770 s; touch s/x; chmod 600 f; mv f g; echo $?; stat -c "%u:%g %a %h %n" *'
stat -c '%u:%g %a %n' $W/d/* | sed "s,$W,,"
