# an image whose user has an id above 65535
phase app Succeeded 25; k logs app
