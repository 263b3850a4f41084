# wordpress: root, a log that is a link to /dev/stdout, owners that it sets itself
ready deployment/wordpress; k logs deployment/wordpress; k exec deployment/wordpress -- sh -c 'wget -qO- localhost; stat -c "%u:%g" /var/www/html/index.html'
