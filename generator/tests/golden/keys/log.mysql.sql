SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `log` (`id`, `at`) VALUES
(1000,'2025-02-27 20:09:44'),
(997,'2025-02-27 23:02:24'),
(994,'2025-02-27 23:22:56'),
(991,'2025-02-27 22:55:39');
INSERT INTO `log` (`id`, `at`) VALUES
(988,'2025-02-27 22:03:16'),
(985,'2025-02-27 14:37:38'),
(982,'2025-02-27 23:29:48'),
(979,'2025-02-27 15:05:15');
INSERT INTO `log` (`id`, `at`) VALUES
(-488,'2025-02-28 03:08:11'),
(-491,'2025-02-28 15:58:30'),
(-494,'2025-02-28 13:40:40'),
(-497,'2025-02-28 09:03:42');
INSERT INTO `log` (`id`, `at`) VALUES
(-500,'2025-02-28 11:10:11'),
(-503,'2025-02-28 18:09:44'),
(-506,'2025-02-28 01:45:49'),
(-509,'2025-02-28 13:55:10');
INSERT INTO `log` (`id`, `at`) VALUES
(-1976,'2025-03-02 03:12:27'),
(-1979,'2025-03-02 02:04:12'),
(-1982,'2025-03-02 05:15:55'),
(-1985,'2025-03-02 04:43:14');
INSERT INTO `log` (`id`, `at`) VALUES
(-1988,'2025-03-02 02:43:04'),
(-1991,'2025-03-02 01:14:50'),
(-1994,'2025-03-02 04:58:00'),
(-1997,'2025-03-02 05:12:08');
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
