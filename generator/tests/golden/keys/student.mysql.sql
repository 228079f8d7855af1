SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `student` (`number`, `seat`) VALUES
(112,1),
(102,2),
(116,3),
(121,4);
INSERT INTO `student` (`number`, `seat`) VALUES
(128,5),
(129,6),
(114,7),
(107,8);
INSERT INTO `student` (`number`, `seat`) VALUES
(123,12);
INSERT INTO `student` (`number`, `seat`) VALUES
(113,13),
(125,14),
(100,15),
(127,16);
INSERT INTO `student` (`number`, `seat`) VALUES
(110,17),
(105,18),
(124,19);
INSERT INTO `student` (`number`, `seat`) VALUES
(109,23),
(120,24);
INSERT INTO `student` (`number`, `seat`) VALUES
(104,25),
(111,26),
(101,27),
(118,28);
INSERT INTO `student` (`number`, `seat`) VALUES
(122,29),
(103,30);
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
