SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `parent` (`id`) VALUES
(1),
(2),
(3),
(4);
INSERT INTO `parent` (`id`) VALUES
(5),
(6),
(7),
(8);
INSERT INTO `parent` (`id`) VALUES
(47),
(48);
INSERT INTO `parent` (`id`) VALUES
(49),
(50),
(51),
(52);
INSERT INTO `parent` (`id`) VALUES
(53),
(54);
INSERT INTO `parent` (`id`) VALUES
(93),
(94),
(95),
(96);
INSERT INTO `parent` (`id`) VALUES
(97),
(98),
(99),
(100);
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
