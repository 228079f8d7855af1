SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(514,91,151,1,7,701,344,'2024-04-06 09:32:31.797'),
(366,145,273,7,1,848,570,'2024-12-12 14:22:50.965'),
(585,89,199,1,44,913,624,'2024-10-11 07:09:14.500'),
(487,109,23,2,1,801,495,'2024-07-06 01:03:02.055');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(430,45,6,6,55,621,321,'2024-05-10 18:18:28.690'),
(608,86,290,2,71,654,828,'2024-08-30 16:09:16.821'),
(363,151,62,82,3,932,739,'2024-08-22 21:36:25.169'),
(593,42,83,6,4,452,469,'2024-12-28 09:10:52.426');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(305,55,5,1,100,794,479,'2024-07-13 21:16:59.944'),
(459,118,239,2,2,479,732,'2024-12-09 01:01:46.830');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(395,90,55,4,2,912,608,'2024-12-23 18:18:27.729'),
(516,50,73,4,27,637,399,'2024-09-13 17:53:34.675'),
(259,119,135,5,2,458,892,'2024-05-19 18:20:46.339'),
(497,124,51,1,1,842,914,'2024-11-23 07:36:13.068');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(673,103,401,3,35,254,337,'2024-12-11 16:37:33.382'),
(469,322,263,1,323,793,313,'2024-08-03 13:44:34.890');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(473,159,95,6,3,714,459,'2024-12-07 00:11:46.312'),
(448,65,11,1,7,488,684,'2024-11-16 09:36:12.686'),
(514,176,219,12,519,881,788,'2024-08-03 19:03:52.353'),
(268,153,98,2,64,630,465,'2024-04-23 09:52:21.319');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(623,87,91,12,1,681,82,'2024-12-07 04:24:15.217'),
(478,111,62,5,15,646,128,'2024-03-08 07:42:30.473'),
(444,111,82,2,1,59,45,'2024-12-29 06:37:12.156'),
(518,53,135,2,13,655,676,'2024-08-01 01:54:52.872');
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
