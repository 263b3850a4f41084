# sonarqube: user 1000 in group 0 on the sub paths of one volume, VOLUMEs of the image left alone
ready statefulset/sonarqube; k exec sonarqube-0 -- sh -c 'stat -c "%u:%g %a %n" /opt/data /opt/logs /opt/data/agent.jar /data /config; touch /opt/logs/l; id'
