SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `child` (`t`) VALUES
(155949),
(268860),
(116294),
(116294);
INSERT INTO `child` (`t`) VALUES
(2202),
(533130),
(533130),
(533130);
INSERT INTO `child` (`t`) VALUES
(707650),
(902143);
INSERT INTO `child` (`t`) VALUES
(902143),
(583724),
(583724),
(700056);
INSERT INTO `child` (`t`) VALUES
(700056),
(700056);
INSERT INTO `child` (`t`) VALUES
(815590),
(501353),
(501353),
(501353);
INSERT INTO `child` (`t`) VALUES
(501353),
(653856),
(653856),
(653856);
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
