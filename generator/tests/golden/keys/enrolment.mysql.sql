SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `enrolment` (`student`, `course`, `grade`) VALUES
(110,'A967',5),
(120,'G896',4),
(127,'H223',2),
(103,'H533',3);
INSERT INTO `enrolment` (`student`, `course`, `grade`) VALUES
(110,'H533',1),
(100,'H223',4),
(109,'G896',5),
(111,'I488',2);
INSERT INTO `enrolment` (`student`, `course`, `grade`) VALUES
(113,'D428',4),
(109,'H533',5);
INSERT INTO `enrolment` (`student`, `course`, `grade`) VALUES
(122,'I488',1),
(110,'A128',2),
(115,'H533',2),
(103,'G896',5);
INSERT INTO `enrolment` (`student`, `course`, `grade`) VALUES
(128,'D428',1),
(103,'I488',4);
INSERT INTO `enrolment` (`student`, `course`, `grade`) VALUES
(126,'A128',3),
(126,'D676',5),
(111,'F527',4),
(113,'H533',5);
INSERT INTO `enrolment` (`student`, `course`, `grade`) VALUES
(123,'I488',3),
(121,'A967',2),
(114,'D428',4),
(101,'F527',1);
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
